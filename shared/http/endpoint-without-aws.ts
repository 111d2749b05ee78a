import type { Route } from './define-route.ts'
import { type RouteHandler, withMiddlewareStack } from './middleware-stack.ts'

/**
 * Makes the Lambda handler of a route that has no authentication and never calls AWS. Uses the middleware stack of
 * `endpoint` (endpoint.ts) without the middlewares that need the AWS SDK, so that the bundle contains no SDK.
 */
export function endpointWithoutAws<R extends Route & { authentication: 'none' }>(
  route: R,
  handle: RouteHandler<R>,
) {
  return withMiddlewareStack(route, handle, { encryption: [], authentication: [] })
}
