import type { Route } from './define-route.ts'
import { authenticateCaller } from './middleware/authenticate-caller.ts'
import { encryptData } from './middleware/encrypt-data.ts'
import { type RouteHandler, toLambda } from './to-lambda.ts'

/**
 * Makes a route's Lambda handler: the stack that all routes share, around one domain call.
 *
 * | middleware         | on the way in  | on the way out | on an error                 |
 * | ------------------ | -------------- | -------------- | --------------------------- |
 * | observeInvocation  | 1. its ids     | 8. metrics     | 3. metrics                  |
 * | answerErrors       |                |                | 2. the error's own envelope |
 * | requireEdge        | 1. who sends   |                |                             |
 * | serialise          |                | 7. JSON        |                             |
 * | encryptData        | 2. reads flags | 6. JWE         |                             |
 * | wrapInEnvelope     |                | 5. envelope    |                             |
 * | authenticateCaller | 3. who calls   |                | 1. a 401 goes before all    |
 * | parseBody          | 4. JSON        |                |                             |
 * | parseUpload        | 5. the file    |                |                             |
 * | validateRequest    | 6. contract    |                |                             |
 * | logDeviceClockSkew | 7. x-dev-time  |                |                             |
 *
 * @example
 * export const handler = endpoint(route, ({ caller, body }) => updateUserInfo(caller, body))
 */
export function endpoint<R extends Route>(route: R, handle: RouteHandler<R>) {
  return toLambda(route, handle, {
    encryption: [encryptData(route)],
    authentication: [authenticateCaller(route)],
  })
}
