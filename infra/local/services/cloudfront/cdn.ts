import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { callApi } from './call-api.ts'
import type { Distribution } from './describe-distributions.ts'
import { EdgeCache } from './edge-cache.ts'
import { showBucket } from './show-bucket.ts'

/** A server that replaces a distribution locally. */
export interface Cdn {
  /** The server's URL, without a slash at the end. */
  readonly url: string
  /**
   * Sets the distribution to serve, at the same paths as CloudFront. Cached copies live as long as the
   * cache policy says, even after the object is deleted.
   * @param storeUrl the server that has the objects at `/bucket/key`.
   */
  serve(distribution: Distribution, storeUrl: string): void
  close(): Promise<void>
}

/**
 * Opens a CDN on a free port.
 * @param now the clock of the CDN's cache, epoch ms.
 */
export async function openCdn(host: string, now: () => number = Date.now): Promise<Cdn> {
  const cache = new EdgeCache(now)
  let handle = (_: IncomingMessage, response: ServerResponse): void => {
    response.writeHead(502).end()
  }
  const server = createServer((request, response) => handle(request, response))
  server.listen(0, host)
  await once(server, 'listening')
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}`,
    serve: ({ behaviors }, storeUrl) => {
      handle = (request, response) => {
        const [path = '/'] = (request.url ?? '/').split('?')
        const behavior = behaviors.find(({ paths }) => paths.test(path))
        if (behavior?.kind === 'bucket') {
          showBucket(behavior, { store: new URL(storeUrl), cache }, request, response)
        } else if (behavior) callApi(behavior, request, response)
        else response.writeHead(502).end()
      }
    },
    close: async () => {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}
