import type { IncomingHttpHeaders } from 'node:http'

const LOOPBACK = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/

/**
 * Returns why a request must not reach the local stack's pages or its AWS endpoint, or undefined when it may. A browser
 * sends requests for any page that is open in it. `Host` gives away a page whose domain resolves to
 * this machine, `Origin` or `Sec-Fetch-Site` any other page. Clients other than browsers send neither.
 */
export function foreignRequestReason(headers: IncomingHttpHeaders): string | undefined {
  const { host = '', origin, 'sec-fetch-site': site, 'sec-fetch-mode': mode } = headers
  if (!LOOPBACK.test(host)) {
    return `Only for this machine, as 127.0.0.1 or localhost, not as "${host}".`
  }
  if (origin !== undefined && origin !== `http://${host}`) {
    return `Only for pages of http://${host}, not for those of ${origin}.`
  }
  // A link from another site shows the page to the user, not to that site.
  const isNavigation = mode === 'navigate'
  if (site !== undefined && site !== 'same-origin' && site !== 'none' && !isNavigation) {
    return `Only for pages of http://${host}.`
  }
  return undefined
}
