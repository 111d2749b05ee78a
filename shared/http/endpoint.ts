import middy from '@middy/core'
import type { Route, RouteAnswer, RouteRequest } from './define-route.ts'
import type { EndpointEvent } from './endpoint-event.ts'
import { answerErrors } from './middleware/answer-errors.ts'
import { authenticateCaller } from './middleware/authenticate-caller.ts'
import { encryptData } from './middleware/encrypt-data.ts'
import { logDeviceClockSkew } from './middleware/log-device-clock.ts'
import { observeInvocation } from './middleware/observe-invocation.ts'
import { parseBody } from './middleware/parse-body.ts'
import { parseUpload } from './middleware/parse-upload.ts'
import { requireEdge } from './middleware/require-edge.ts'
import { serialise } from './middleware/serialise.ts'
import { validateRequest } from './middleware/validate-request.ts'
import { wrapInEnvelope } from './middleware/wrap-in-envelope.ts'

type Handler<R extends Route> = (
  request: RouteRequest<R>,
) => Promise<RouteAnswer<R>> | RouteAnswer<R>

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
export function endpoint<R extends Route>(route: R, handle: Handler<R>) {
  return middy<EndpointEvent, unknown>()
    .use(observeInvocation())
    .use(answerErrors(route))
    .use(requireEdge())
    .use(serialise(route))
    .use(encryptData(route))
    .use(wrapInEnvelope(route))
    .use(authenticateCaller(route))
    .use(parseBody(route))
    .use(parseUpload(route))
    .use(validateRequest(route))
    .use(logDeviceClockSkew())
    .handler(async (event: EndpointEvent) => await handle(event.validated as RouteRequest<R>))
}
