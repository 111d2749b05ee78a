import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { callApi } from './call-api.ts'
import type { Distribution } from './describe-distributions.ts'
import { showBucket } from './show-bucket.ts'

/** A running stand-in for a distribution. */
export interface Cdn {
  /** Without a slash at its end. */
  readonly url: string
  close(): Promise<void>
}

/** What a distribution stands in front of. */
export interface Behind {
  /** Where objects are found as `/bucket/key`. */
  readonly storeUrl: string
  /** Where the API is; undefined while it does not listen. */
  apiUrl(): string | undefined
}

/**
 * Serves a distribution on a free port, at the paths at which CloudFront would. Nothing is cached:
 * what is deleted is gone.
 */
export async function startCdn(
  distribution: Distribution,
  behind: Behind,
  host: string,
): Promise<Cdn> {
  const server = createServer((incoming, response) => {
    const [path = '/'] = (incoming.url ?? '/').split('?')
    const behavior = distribution.behaviors.find(({ paths }) => paths.test(path))
    const apiUrl = behind.apiUrl()
    if (behavior?.kind === 'bucket') {
      showBucket(behavior, new URL(behind.storeUrl), incoming, response)
    } else if (behavior && apiUrl) callApi(behavior, apiUrl, incoming, response)
    else response.writeHead(502).end()
  })
  server.listen(0, host)
  await once(server, 'listening')
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}
