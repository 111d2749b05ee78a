import type { Route } from '../define-route.ts'
import type { EndpointMiddleware } from '../endpoint-event.ts'
import { respond } from '../respond.ts'

/** Converts the enveloped result to a JSON response with the route's status. */
export function serialiseResponse(route: Route): EndpointMiddleware {
  return {
    after: (request) => {
      request.response = respond(request.event, route.status ?? 200, request.response as object)
    },
  }
}
