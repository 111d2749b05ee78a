import { once } from 'node:events'
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** The header with the host that a request is for: no DNS server knows the emulator's host names. */
export const HOST_HEADER = 'x-rehearsal-host'

/** How long the front keeps an idle connection: longer than any client does. */
const KEEP_ALIVE_MS = 120_000

/**
 * Starts the front: an HTTP proxy before the emulator that replaces TLS and DNS. It marks requests as
 * sent over HTTPS, which the policies of buckets and queues require, and sets the host that `HOST_HEADER`
 * names.
 * @param socketPath the Unix socket on which the emulator listens.
 * @returns the front's port, on loopback only.
 */
export async function startFront(socketPath: string): Promise<number> {
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (incoming, outgoing) => {
    forward(incoming, outgoing, socketPath).catch(() => outgoing.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  // The server does not keep this process running.
  server.unref()
  return (server.address() as AddressInfo).port
}

/**
 * Forwards a request over a new connection. A reused connection could close just as a call begins: the
 * SDK would repeat the call, and ExecuteChangeSet fails when it is repeated.
 */
async function forward(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  socketPath: string,
): Promise<void> {
  const body = Buffer.concat(await incoming.toArray())
  const { [HOST_HEADER]: host, 'transfer-encoding': _, ...headers } = incoming.headers
  const forwarded = request({
    socketPath,
    agent: false,
    method: incoming.method,
    path: incoming.url,
    headers: {
      ...headers,
      host: host === undefined ? headers.host : String(host),
      'x-forwarded-proto': 'https',
      'content-length': body.length,
      connection: 'close',
    },
  })
  forwarded.end(body)
  const [response] = (await once(forwarded, 'response')) as [IncomingMessage]
  const { connection, ...received } = response.headers
  outgoing.writeHead(response.statusCode ?? 502, received)
  response.pipe(outgoing)
}
