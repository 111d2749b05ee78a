import { createHash, timingSafeEqual } from 'node:crypto'
import { originSecrets } from '../../config.ts'
import { count } from '../../metrics.ts'
import { ORIGIN_SECRET_HEADER, VIEWER_ADDRESS_HEADER } from '../edge-headers.ts'
import type { EndpointMiddleware } from '../endpoint-event.ts'
import { NotFoundError } from '../errors.ts'

/**
 * On a stage with CloudFront, accepts only requests that CloudFront sent, and reads the client's address from the
 * header that CloudFront sets. A request that bypasses CloudFront gets the 404 of an unknown path, which reveals nothing. On a
 * stage without CloudFront there are no origin secrets, and this middleware does nothing. An empty secret is never
 * accepted, because a request without the header has it too.
 */
export function requireEdge(secrets: readonly string[] = originSecrets()): EndpointMiddleware {
  const accepted = secrets.filter((secret) => secret !== '').map(digest)
  return {
    before: ({ event }) => {
      if (secrets.length === 0) return
      const given = digest(event.headers[ORIGIN_SECRET_HEADER] ?? '')
      if (!accepted.some((secret) => timingSafeEqual(secret, given))) {
        count('OriginSecretRefused')
        throw new NotFoundError()
      }
      event.viewerAddress = event.headers[VIEWER_ADDRESS_HEADER]
    },
  }
}

/** Hashes a secret to a fixed length, because `timingSafeEqual` requires equal lengths. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
