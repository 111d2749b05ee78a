import type { Route } from './define-route.ts'
import { type RouteHandler, withMiddlewareStack } from './middleware-stack.ts'

/**
 * `endpoint` for a route without authentication that never calls AWS: the same stack without the
 * middlewares that need the SDK, so that the bundle contains neither them nor the SDK.
 */
export function endpointWithoutAws<R extends Route & { authentication: 'none' }>(
  route: R,
  handle: RouteHandler<R>,
) {
  return withMiddlewareStack(route, handle, { encryption: [], authentication: [] })
}
