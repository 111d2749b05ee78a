import { readFeatureFlags } from '../../feature-flags/feature-flags.ts'
import type { Route } from '../define-route.ts'
import type { EndpointMiddleware } from '../endpoint-event.ts'

/**
 * Encrypts the `data` of a response while the feature flag is on. Does not encrypt pagination and errors. The flag
 * is read in parallel with the session check, so it takes no extra round trip. Responses of routes without
 * authentication are not encrypted, because the request has no token from which to derive the key.
 */
export function encryptData(route: Route): EndpointMiddleware {
  const applies = route.envelope.isEncryptable && route.authentication !== 'none'
  return {
    before: ({ event }) => {
      if (!applies || !event.headers.authorization) return
      event.featureFlags = readFeatureFlags()
      // The promise is awaited after the handler. Until then, a rejection must not count as unhandled.
      event.featureFlags.catch(() => undefined)
    },
    after: async (request) => {
      const { featureFlags, accessToken } = request.event
      if (!accessToken || !(await featureFlags)?.responseEncryption) return
      // Loaded on demand, because the flag is rarely on, and the library jose is as large as all our own code.
      const { encryptForToken } = await import('../encrypt-for-token.ts')
      const body = request.response as { data: unknown }
      request.response = {
        ...body,
        is_data_encrypted: 1,
        data: await encryptForToken(accessToken, body.data),
      }
    },
  }
}
