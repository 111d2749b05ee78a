import type { Route } from '../define-route.ts'
import type { EndpointMiddleware } from '../endpoint-event.ts'

/** Wraps what the handler answered in the envelope of the route's family. */
export function wrapInEnvelope(route: Route): EndpointMiddleware {
  return {
    after: (request) => {
      request.response = route.envelope.success(request.response)
    },
  }
}
