import { logAcceptance } from '../../log.ts'
import { networkOf } from '../client-network.ts'
import type { Route } from '../define-route.ts'
import type { EndpointMiddleware } from '../endpoint-event.ts'

/** Logs the client's network after a success, on a route with `logsNetwork`. `respondWithError` logs it after an error. */
export function logClientNetwork({ logsNetwork }: Route): EndpointMiddleware {
  return {
    after: ({ event }) => {
      if (!logsNetwork) return
      const { requestId, routeKey } = event.requestContext
      logAcceptance(requestId, { route: routeKey, network: networkOf(event) })
    },
  }
}
