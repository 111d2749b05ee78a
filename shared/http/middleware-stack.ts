import middy from '@middy/core'
import type { Route, RouteRequest, RouteResult } from './define-route.ts'
import type { EndpointEvent, EndpointMiddleware } from './endpoint-event.ts'
import { logClientNetwork } from './middleware/log-client-network.ts'
import { logDeviceClockSkew } from './middleware/log-device-clock-skew.ts'
import { observeRequest } from './middleware/observe-request.ts'
import { parseBody } from './middleware/parse-body.ts'
import { parseUpload } from './middleware/parse-upload.ts'
import { requireEdge } from './middleware/require-edge.ts'
import { respondWithError } from './middleware/respond-with-error.ts'
import { serialiseResponse } from './middleware/serialise-response.ts'
import { validateRequest } from './middleware/validate-request.ts'
import { wrapInEnvelope } from './middleware/wrap-in-envelope.ts'

/** The handler of a route: one domain call with a validated request. */
export type RouteHandler<R extends Route> = (
  request: RouteRequest<R>,
) => Promise<RouteResult<R>> | RouteResult<R>

/** The middlewares that call AWS. They are passed in, so that a route that does not use them bundles no SDK. */
export interface AwsMiddlewares {
  readonly encryption: EndpointMiddleware[]
  readonly authentication: EndpointMiddleware[]
}

/**
 * Makes the Lambda handler of a route from the middlewares that all routes share. The numbers give the order.
 *
 * | middleware         | before the handler     | after the handler | on an error                   |
 * | ------------------ | ---------------------- | ----------------- | ----------------------------- |
 * | observeRequest     | 1. ids for log lines   | 5. metrics        | 3. metrics                    |
 * | respondWithError   |                        |                   | 2. error → response           |
 * | requireEdge        | 2. CloudFront's secret |                   |                               |
 * | serialiseResponse  |                        | 4. JSON, gzip     |                               |
 * | encryptData        | 3. feature flag        | 3. JWE            |                               |
 * | wrapInEnvelope     |                        | 2. envelope       |                               |
 * | authenticateCaller | 4. session             |                   | 1. 401 before any other error |
 * | parseBody          | 5. JSON                |                   |                               |
 * | parseUpload        | 6. file                |                   |                               |
 * | validateRequest    | 7. contract            |                   |                               |
 * | logDeviceClockSkew | 8. `x-dev-time`        |                   |                               |
 * | logClientNetwork   |                        | 1. network        |                               |
 */
export function withMiddlewareStack<R extends Route>(
  route: R,
  handle: RouteHandler<R>,
  { encryption, authentication }: AwsMiddlewares,
) {
  // By default, middy responds 5 ms before the timeout of the function. The handler would then go on in a later invocation,
  // also after a deletion of the account, whose purge relies on the timeout: shared/erasure/limits.ts.
  return middy<EndpointEvent, unknown>({ timeoutEarlyInMillis: 0 })
    .use(observeRequest())
    .use(respondWithError(route))
    .use(requireEdge())
    .use(serialiseResponse(route))
    .use(encryption)
    .use(wrapInEnvelope(route))
    .use(authentication)
    .use(parseBody(route))
    .use(parseUpload(route))
    .use(validateRequest(route))
    .use(logDeviceClockSkew())
    .use(logClientNetwork(route))
    .handler((event: EndpointEvent) => handle(event.validated as RouteRequest<R>))
}
