import { once } from 'node:events'
import { Agent, type IncomingMessage, request } from 'node:http'
import { json } from 'node:stream/consumers'
import type { Driver } from '../../support/api-request.ts'

/**
 * Makes a client with connections that stay open, as an app has them.
 * @param apiUrl its host is in the `Host` header.
 * @param socketPath the Unix socket to connect to, where no DNS server knows the host.
 */
export function connect(apiUrl: string, socketPath?: string): Driver {
  const { host, hostname, port } = new URL(apiUrl)
  const address = socketPath === undefined ? { hostname, port } : { socketPath }
  const agent = new Agent({ keepAlive: true })
  return {
    name: apiUrl,
    network: '127.0.0.1',
    call: async ({ method, path, headers, body }) => {
      const sent = request({ ...address, agent, method, path, headers: { ...headers, host } })
      sent.end(body === undefined ? undefined : JSON.stringify(body))
      const [response] = (await once(sent, 'response')) as [IncomingMessage]
      return {
        status: response.statusCode ?? 0,
        headers: response.headers as Record<string, string>,
        body: await json(response),
      }
    },
  }
}
