import { authenticate } from '../../accounts/authenticate.ts'
import { UnauthorizedError } from '../../accounts/errors.ts'
import { type Caller, parseToken } from '../../accounts/token.ts'
import type { Route } from '../define-route.ts'
import type { EndpointEvent, EndpointMiddleware } from '../endpoint-event.ts'

// RFC 9110, 11.4: the scheme is case-insensitive. API Gateway joins a header that came twice with
// a comma, which no token has, so it is refused by its form.
const BEARER = /^bearer +(\S+)$/i

/**
 * Finds out who calls, before anything else is looked at. A `guard` route leaves the proof to its
 * handler; should the request fail before it, the session is read after all, so that nobody
 * unauthenticated learns anything from a validation error.
 */
export function authenticateCaller({ authentication }: Route): EndpointMiddleware {
  return {
    before: async ({ event }) => {
      if (authentication === 'none') return
      event.accessToken = requireToken(event)
      event.caller = requireCaller(event.accessToken)
      if (authentication === 'session') event.user = await authenticate(event.caller)
    },
    onError: async (request) => {
      const { caller, user, validated } = request.event
      if (authentication !== 'guard' || !caller || user || validated) return
      try {
        request.event.user = await authenticate(caller)
      } catch (error) {
        request.error = error as Error
      }
    },
  }
}

function requireToken(event: EndpointEvent): string {
  const [, token] = BEARER.exec(event.headers.authorization ?? '') ?? []
  if (!token) throw new UnauthorizedError()
  return token
}

function requireCaller(token: string): Caller {
  const caller = parseToken(token)
  if (!caller) throw new UnauthorizedError()
  return caller
}
