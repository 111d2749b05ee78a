import { readFeatureFlags } from '../../feature-flags/feature-flags.ts'
import type { Route } from '../define-route.ts'
import type { EndpointMiddleware } from '../endpoint-event.ts'

/**
 * Encrypts the data of an answer while the feature flag is on; pagination and errors stay clear.
 * The flag is read beside the session check, so it costs no round trip of its own. A route without
 * a token has no key, and what it answers is the token.
 */
export function encryptData(route: Route): EndpointMiddleware {
  const applies = route.envelope.isEncryptable && route.authentication !== 'none'
  return {
    before: ({ event }) => {
      if (!applies || !event.headers.authorization) return
      event.featureFlags = readFeatureFlags()
      // It is awaited on the way out; until then a failure must not be "unhandled".
      event.featureFlags.catch(() => undefined)
    },
    after: async (request) => {
      const { featureFlags, accessToken } = request.event
      if (!applies || !accessToken || !(await featureFlags)?.responseEncryption) return
      // Only now: the flag is rarely on, and jose is as large as all our own code.
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
