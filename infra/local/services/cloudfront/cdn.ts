import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { callApi } from './call-api.ts'
import type { Distribution } from './describe-distributions.ts'
import { EdgeCache } from './edge-cache.ts'
import { showBucket } from './show-bucket.ts'

/** Replaces a distribution locally. */
export interface Cdn {
  /** Handles a request of a client. */
  handle(request: IncomingMessage, response: ServerResponse): void
  /**
   * Sets the distribution to serve, at the same paths as CloudFront. Cached copies live as long as the
   * cache policy says, even after the object is deleted.
   * @param storeUrl the server that has the objects at `/bucket/key`.
   */
  serve(distribution: Distribution, storeUrl: string): void
}

/** A CDN on a port. */
export interface OpenCdn extends Cdn {
  /** Without a slash at the end. */
  readonly url: string
  close(): Promise<void>
}

/**
 * Creates a CDN.
 * @param now the clock of the CDN's cache, epoch ms.
 */
export function createCdn(now: () => number = Date.now): Cdn {
  const cache = new EdgeCache(now)
  let handle = (_: IncomingMessage, response: ServerResponse): void => {
    response.writeHead(502).end()
  }
  return {
    handle: (request, response) => handle(request, response),
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
  }
}

/** Opens a CDN on a free port. */
export async function openCdn(host: string, now?: () => number): Promise<OpenCdn> {
  const cdn = createCdn(now)
  // The client ends idle connections: see gateway.ts.
  const server = createServer({ keepAliveTimeout: 0 }, cdn.handle)
  server.listen(0, host)
  await once(server, 'listening')
  return {
    ...cdn,
    url: `http://${host}:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}
