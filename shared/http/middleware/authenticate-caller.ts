import { authenticate } from '../../accounts/authenticate.ts'
import { UnauthorizedError } from '../../accounts/errors.ts'
import { type Caller, parseToken } from '../../accounts/token.ts'
import type { Route } from '../define-route.ts'
import type { EndpointEvent, EndpointMiddleware } from '../endpoint-event.ts'

// The scheme is case-insensitive (RFC 9110, 11.4). API Gateway joins repeated headers with a comma, and
// no token contains a comma, so a repeated header is refused.
const BEARER = /^bearer +(\S+)$/i

/**
 * Authenticates the caller before the request is parsed or validated. On a route with `authentication: 'handler'`, the
 * handler checks the session instead. If such a request fails before the handler runs, this middleware checks the
 * session, so that an unauthenticated caller gets 401 instead of a validation error.
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
      if (authentication !== 'handler' || !caller || user || validated) return
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
