import type { Route } from './define-route.ts'
import { type RouteHandler, toLambda } from './to-lambda.ts'

/**
 * `endpoint` for a route that knows no caller and asks AWS for nothing: the same stack without the
 * middlewares that do, so that neither they nor the SDK are in its bundle.
 */
export function openEndpoint<R extends Route & { authentication: 'none' }>(
  route: R,
  handle: RouteHandler<R>,
) {
  return toLambda(route, handle, { encryption: [], authentication: [] })
}
