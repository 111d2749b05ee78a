import type { IncomingMessage } from 'node:http'

const LOOPBACK = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/

type BrowserRequest = Pick<IncomingMessage, 'method' | 'headers'>

/**
 * Returns why a request must not reach the local stack's pages or its AWS endpoint. Returns undefined for an
 * allowed request. Any website that is open in a browser can send requests to this machine. Three headers
 * reveal such a request: `Host`, when the domain of the website resolves to this machine; otherwise `Origin`
 * or `Sec-Fetch-Site`. Only browsers send the last two.
 */
export function foreignRequestReason(request: BrowserRequest): string | undefined {
  const { method, headers } = request
  const { host = '', origin, 'sec-fetch-site': site, 'sec-fetch-mode': mode } = headers
  if (!LOOPBACK.test(host)) {
    return `Use the host 127.0.0.1 or localhost, not "${host}".`
  }
  if (origin !== undefined && origin !== `http://${host}`) {
    return `Only pages of http://${host} may send requests here, not pages of ${origin}.`
  }
  // A link on another site may lead here, because only the user sees the page then, not that site.
  const isNavigation = mode === 'navigate' && method === 'GET'
  if (site !== undefined && site !== 'same-origin' && site !== 'none' && !isNavigation) {
    return `Only pages of http://${host} may send requests here.`
  }
  return undefined
}
