import { type IncomingMessage, request, type ServerResponse } from 'node:http'
import { runInNewContext } from 'node:vm'
import type { ApiBehavior } from './describe-distributions.ts'
import { withResponseHeaders } from './response-headers.ts'

type Headers = Readonly<Record<string, { readonly value: string }>>

/** Hands a request on to the API as CloudFront does: all but the Host, and the secret with it. */
export function callApi(
  behavior: ApiBehavior,
  apiUrl: string,
  incoming: IncomingMessage,
  response: ServerResponse,
): void {
  const headers: Record<string, string | string[] | undefined> = {
    ...incoming.headersDistinct,
    ...headersOfFunction(behavior, incoming),
    ...behavior.sentHeaders,
    via: '1.1 local.cloudfront.net (CloudFront)',
  }
  const { host: _, ...sent } = headers
  const { method, url: path } = incoming
  const { hostname, port } = new URL(apiUrl)
  const options = { hostname, port, method, path, headers: sent, agent: false }
  const outgoing = request(options, (found) => {
    const answered = withResponseHeaders(behavior.headers, found.headers)
    response.writeHead(found.statusCode ?? 502, answered)
    found.on('error', () => response.destroy())
    found.pipe(response)
  })
  outgoing.on('error', () => response.destroy())
  incoming.pipe(outgoing)
}

/** What the template's CloudFront function writes into the request's headers. */
function headersOfFunction(
  { onViewerRequest }: ApiBehavior,
  { socket }: IncomingMessage,
): Record<string, string> {
  if (!onViewerRequest) return {}
  const event = {
    viewer: { ip: socket.remoteAddress ?? '' },
    request: { headers: {} as Headers },
  }
  const { headers } = runInNewContext(`${onViewerRequest}; handler(event)`, { event }) as {
    headers: Headers
  }
  return Object.fromEntries(Object.entries(headers).map(([name, { value }]) => [name, value]))
}
