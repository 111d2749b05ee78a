import { createHash, timingSafeEqual } from 'node:crypto'
import { originSecrets } from '../../config.ts'
import { ORIGIN_SECRET_HEADER, VIEWER_ADDRESS_HEADER } from '../edge-headers.ts'
import type { EndpointMiddleware } from '../endpoint-event.ts'
import { NotFoundError } from '../errors.ts'

/**
 * Behind an edge, lets in what CloudFront sends and takes the client's address from it; without one
 * it does nothing. Who comes around the edge gets the 404 of an unknown path: there is no API to be
 * found at that address, and no error for clients to learn that no client of ours can ever get.
 */
export function requireEdge(secrets: readonly string[] = originSecrets()): EndpointMiddleware {
  const accepted = secrets.map(digest)
  return {
    before: ({ event }) => {
      if (accepted.length === 0) return
      const given = digest(event.headers[ORIGIN_SECRET_HEADER] ?? '')
      if (!accepted.some((secret) => timingSafeEqual(secret, given))) throw new NotFoundError()
      event.viewerAddress = event.headers[VIEWER_ADDRESS_HEADER]
    },
  }
}

/** Of one length whatever is given, as a comparison in constant time needs it. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
