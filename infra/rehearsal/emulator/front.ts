import { once } from 'node:events'
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Names the host that a request is for, where DNS would lead to the emulator. */
export const HOST_HEADER = 'x-rehearsal-host'

/**
 * Stands before the emulator as TLS and DNS do before AWS: says that requests came over HTTPS, which
 * the policies of buckets and queues ask for, and has requests for the host of `HOST_HEADER`.
 * @param socketPath where the emulator listens.
 * @returns the port, on loopback alone.
 */
export async function startFront(socketPath: string): Promise<number> {
  const agent = new Agent({ keepAlive: true })
  const server = createServer((incoming, outgoing) => {
    forward(incoming, outgoing, { socketPath, agent })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  // It ends with this process, and does not keep it.
  server.unref()
  return (server.address() as AddressInfo).port
}

function forward(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  to: { socketPath: string; agent: Agent },
): void {
  const { [HOST_HEADER]: host, ...headers } = incoming.headers
  const forwarded = request(
    {
      ...to,
      method: incoming.method,
      path: incoming.url,
      headers: {
        ...headers,
        host: host === undefined ? headers.host : String(host),
        'x-forwarded-proto': 'https',
      },
    },
    (response) => {
      outgoing.writeHead(response.statusCode ?? 502, response.rawHeaders)
      response.pipe(outgoing)
    },
  )
  forwarded.on('error', () => outgoing.destroy())
  outgoing.on('close', () => forwarded.destroy())
  incoming.pipe(forwarded)
}
