import type { IncomingMessage, ServerResponse } from 'node:http'
import type { GatewayOptions } from './gateway/gateway.ts'

/** Answers a request for a page that exists on this machine only. */
export type LocalPage = (request: IncomingMessage, response: ServerResponse) => void

/**
 * The gateway's hook for local pages, given by path, e.g. `/_local/sms`. Only GET and HEAD are
 * taken; whatever else is asked for goes to the API.
 */
export function interceptWith(
  pages: Readonly<Record<string, LocalPage>>,
): NonNullable<GatewayOptions['intercept']> {
  const byPath = new Map(Object.entries(pages))
  return (request, response) => {
    const { method, url = '' } = request
    const page = byPath.get(url.split('?')[0] ?? '')
    if (!page || (method !== 'GET' && method !== 'HEAD')) return false
    page(request, response)
    return true
  }
}

/** A page that shows a value as JSON, read anew for each request. */
export function jsonPage(read: () => object): LocalPage {
  return (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' })
    response.end(`${JSON.stringify(read(), null, 2)}\n`)
  }
}
