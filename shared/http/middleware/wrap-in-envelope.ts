import type { Route } from '../define-route.ts'
import type { EndpointMiddleware } from '../endpoint-event.ts'
import type { Page } from '../pagination.ts'

/** Wraps the handler's result in the route's envelope. */
export function wrapInEnvelope(route: Route): EndpointMiddleware {
  return {
    after: (request) => {
      if (route.paginated) {
        const { data, pagination } = request.response as Page<unknown>
        request.response = route.envelope.success(data, pagination)
      } else {
        request.response = route.envelope.success(request.response)
      }
    },
  }
}
