import { type IncomingMessage, request, type ServerResponse } from 'node:http'
import { runInNewContext } from 'node:vm'
import type { ApiBehavior } from './describe-distributions.ts'
import { withResponseHeaders } from './response-headers.ts'

type Headers = Readonly<Record<string, { readonly value: string }>>

/** Forwards a request to the API as CloudFront does: with the origin's custom headers, without Host. */
export function callApi(
  behavior: ApiBehavior,
  incoming: IncomingMessage,
  response: ServerResponse,
): void {
  let ofFunction: Record<string, string>
  try {
    ofFunction = headersOfFunction(behavior, incoming)
  } catch (error) {
    // As CloudFront does. The body names the reason, which on AWS is in a log.
    response.writeHead(503, { 'x-cache': 'FunctionExecutionError from cloudfront' })
    response.end(String(error))
    return
  }
  const headers: Record<string, string | string[] | undefined> = {
    ...incoming.headersDistinct,
    ...ofFunction,
    ...behavior.originHeaders,
    via: '1.1 local.cloudfront.net (CloudFront)',
  }
  const { host: _, ...sent } = headers
  const { method, url: path } = incoming
  const { hostname, port } = new URL(behavior.apiUrl)
  const options = { hostname, port, method, path, headers: sent, agent: false }
  const outgoing = request(options, (received) => {
    const added = withResponseHeaders(behavior.headers, incoming, received.headers)
    response.writeHead(received.statusCode ?? 502, added)
    received.on('error', () => response.destroy())
    received.pipe(response)
  })
  outgoing.on('error', () => response.destroy())
  incoming.pipe(outgoing)
}

/** Runs the template's CloudFront function and returns the headers that it sets on the request. */
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
