import { readFeatureFlags } from '../../feature-flags/feature-flags.ts'
import { logNeglected } from '../../log.ts'
import type { Route } from '../define-route.ts'
import type { EndpointEvent, EndpointMiddleware } from '../endpoint-event.ts'

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
      const { accessToken } = request.event
      if (!accessToken || !(await isSwitchedOn(request.event))) return
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

/**
 * Whether the flag is on. If it cannot be read, a write is encrypted: it has taken effect, so it must not fail, and plaintext
 * might be forbidden. @throws Error of the read on GET, which the client can repeat.
 */
async function isSwitchedOn({ featureFlags, requestContext }: EndpointEvent): Promise<boolean> {
  try {
    return (await featureFlags)?.responseEncryption === true
  } catch (error) {
    if (requestContext.http.method === 'GET') throw error
    logNeglected('read the feature flags', error)
    return true
  }
}
