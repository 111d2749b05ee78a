import type { IncomingHttpHeaders } from 'node:http'

const LOOPBACK = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/

/**
 * Why a request may not see what the local stack shows its developer, or undefined when it may. A
 * browser sends requests for any page that is open in it: one whose own name was made to lead here
 * is told by `Host`, any other by `Origin` or `Sec-Fetch-Site`. What is no browser sends neither.
 */
export function whyForeign(headers: IncomingHttpHeaders): string | undefined {
  const { host = '', origin, 'sec-fetch-site': site, 'sec-fetch-mode': mode } = headers
  if (!LOOPBACK.test(host)) {
    return `Only for this machine, under 127.0.0.1 or localhost, and not as "${host}".`
  }
  if (origin !== undefined && origin !== `http://${host}`) {
    return `Only for pages of http://${host}, and not of ${origin}.`
  }
  // A link that was followed from elsewhere shows the page to its user, and to nobody else.
  const isShown = mode === 'navigate'
  if (site !== undefined && site !== 'same-origin' && site !== 'none' && !isShown) {
    return `Only for pages of http://${host}.`
  }
  return undefined
}
