import middy from '@middy/core'
import type { Route, RouteAnswer, RouteRequest } from './define-route.ts'
import type { EndpointEvent, EndpointMiddleware } from './endpoint-event.ts'
import { answerErrors } from './middleware/answer-errors.ts'
import { logDeviceClockSkew } from './middleware/log-device-clock.ts'
import { observeInvocation } from './middleware/observe-invocation.ts'
import { parseBody } from './middleware/parse-body.ts'
import { parseUpload } from './middleware/parse-upload.ts'
import { requireEdge } from './middleware/require-edge.ts'
import { serialise } from './middleware/serialise.ts'
import { validateRequest } from './middleware/validate-request.ts'
import { wrapInEnvelope } from './middleware/wrap-in-envelope.ts'

/** What a route does with a validated request: one domain call. */
export type RouteHandler<R extends Route> = (
  request: RouteRequest<R>,
) => Promise<RouteAnswer<R>> | RouteAnswer<R>

/** The middlewares that call AWS: given from outside, so that a route without them has no SDK. */
export interface AwsMiddlewares {
  readonly encryption: EndpointMiddleware[]
  readonly authentication: EndpointMiddleware[]
}

/** Puts the stack of `endpoint` or `openEndpoint` around a route's handler. */
export function toLambda<R extends Route>(
  route: R,
  handle: RouteHandler<R>,
  { encryption, authentication }: AwsMiddlewares,
) {
  return middy<EndpointEvent, unknown>()
    .use(observeInvocation())
    .use(answerErrors(route))
    .use(requireEdge())
    .use(serialise(route))
    .use(encryption)
    .use(wrapInEnvelope(route))
    .use(authentication)
    .use(parseBody(route))
    .use(parseUpload(route))
    .use(validateRequest(route))
    .use(logDeviceClockSkew())
    .handler(async (event: EndpointEvent) => await handle(event.validated as RouteRequest<R>))
}
