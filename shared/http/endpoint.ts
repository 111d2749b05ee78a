import type { Route } from './define-route.ts'
import { authenticateCaller } from './middleware/authenticate-caller.ts'
import { encryptData } from './middleware/encrypt-data.ts'
import { type RouteHandler, withMiddlewareStack } from './middleware-stack.ts'

/**
 * Makes a route's Lambda handler: the shared middleware stack (middleware-stack.ts) around one domain call.
 *
 * @example
 * export const handler = endpoint(route, ({ caller, body }) => updateUserInfo(caller, body))
 */
export function endpoint<R extends Route>(route: R, handle: RouteHandler<R>) {
  return withMiddlewareStack(route, handle, {
    encryption: [encryptData(route)],
    authentication: [authenticateCaller(route)],
  })
}
