import { acceptsGzip, compress, MIN_COMPRESSED_BYTES } from '../compress.ts'
import type { Route } from '../define-route.ts'
import type { EndpointMiddleware } from '../endpoint-event.ts'
import { respond } from '../respond.ts'

/**
 * Converts the result in its envelope to a JSON response with the route's status. Compresses a large response if
 * the client accepts gzip. Does not compress an encrypted response, because ciphertext does not get smaller.
 */
export function serialiseResponse(route: Route): EndpointMiddleware {
  return {
    after: async (request) => {
      const { event } = request
      const result = request.response as { is_data_encrypted?: 0 | 1 }
      const response = respond(event, route.status ?? 200, result)
      const isLarge = Buffer.byteLength(response.body ?? '') >= MIN_COMPRESSED_BYTES
      const isCompressed =
        isLarge && result.is_data_encrypted !== 1 && acceptsGzip(event.headers['accept-encoding'])
      request.response = isCompressed ? await compress(response) : response
    },
  }
}
