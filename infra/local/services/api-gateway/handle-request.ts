import type { IncomingMessage } from 'node:http'
import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import { readBody } from '../../http/read-body.ts'
import { FunctionFailedError } from '../lambda/functions/invoke-errors.ts'
import { type CorsConfiguration, respondToPreflight, withCorsHeaders } from './cors.ts'
import { createRouteMatcher, type RouteMatch } from './match-route.ts'
import { parseTarget, type RequestTarget } from './parse-target.ts'
import { createThrottle, type RouteThrottle } from './throttle.ts'
import { type GatewayRequest, toEvent } from './to-event.ts'
import { type GatewayResponse, toMessageResponse, toResponse } from './to-response.ts'

/**
 * A route and its function. `permitted` is false when the template lacks the `AWS::Lambda::Permission`
 * that lets API Gateway invoke the function: the route then responds with 500.
 */
export interface GatewayRoute {
  readonly routeKey: string
  readonly functionName: string
  readonly permitted?: boolean
}

/** The parts of an HTTP API. */
export interface HttpApiOptions {
  readonly routes: readonly GatewayRoute[]
  readonly cors?: CorsConfiguration
  /** By route key. */
  readonly throttles?: Readonly<Record<string, RouteThrottle>>
  /** How long a client waits for a function. @default 30 s */
  readonly integrationTimeoutMs?: number
  readonly invoke: (functionName: string, event: APIGatewayProxyEventV2) => Promise<unknown>
}

/** Handles one request and returns the response to send. `requestId` goes into the function's event. */
export type RequestHandler = (
  request: IncomingMessage,
  requestId: string,
) => Promise<GatewayResponse>

// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
const MAX_HEAD_BYTES = 10_240
const MAX_BODY_BYTES = 10 * 1024 * 1024
const INTEGRATION_TIMEOUT_MS = 30_000
// https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
const MAX_EVENT_BYTES = 6 * 1024 * 1024

const TIMED_OUT = Symbol('timed out')

/**
 * Creates the handler of an HTTP API.
 * @param onError called with errors of `invoke` other than `FunctionFailedError`, which are faults of the local stack.
 * @throws Error when a route key is malformed or listed twice.
 */
export function createRequestHandler(
  options: HttpApiOptions,
  onError: (error: unknown) => void = () => undefined,
): RequestHandler {
  const { cors } = options
  const matchRoute = createRouteMatcher(options.routes.map(({ routeKey }) => routeKey))
  const integrate = createIntegration(options, onError)

  return async (request, requestId) => {
    const { method = 'GET', url = '/', headers } = request
    const target = parseTarget(url)
    const match = target && matchRoute(method, target.path)
    // An OPTIONS request with a route, also `ANY` or `$default`, goes to the function:
    // https://github.com/aws/serverless-application-model/issues/1603
    if (cors && method === 'OPTIONS' && target && !match) return respondToPreflight(cors, headers)
    const response = await integrate({ request, requestId, target, match })
    return cors ? withCorsHeaders(cors, request, response) : response
  }
}

interface Incoming {
  readonly request: IncomingMessage
  readonly requestId: string
  readonly target: RequestTarget | undefined
  readonly match: RouteMatch | undefined
}

function createIntegration(
  options: HttpApiOptions,
  onError: (error: unknown) => void,
): (incoming: Incoming) => Promise<GatewayResponse> {
  const routes = new Map(options.routes.map((route) => [route.routeKey, route]))
  const admit = createThrottle(options.throttles)

  return async ({ request, requestId, target, match }) => {
    if (countHeadBytes(request) > MAX_HEAD_BYTES) {
      return toMessageResponse(431, 'Request Header Fields Too Large')
    }
    if (target === undefined) return toMessageResponse(400, 'Bad Request')
    const route = match && routes.get(match.routeKey)
    if (!(match && route)) return toMessageResponse(404, 'Not Found')
    if (!admit(match.routeKey)) return toMessageResponse(429, 'Too Many Requests')
    const body = await readBody(request, MAX_BODY_BYTES)
    // The client is gone, so this response is never read.
    if (body === 'aborted') return toMessageResponse(400, 'Bad Request')
    if (body === 'too-large') return toMessageResponse(413, 'Request Entity Too Large')
    const event = toEvent(toGatewayRequest(request, requestId, target, body), match)
    return await callFunction(options, route, event, onError)
  }
}

/** Counts the bytes of request line and header values, as AWS does. Node decodes each byte to one character. */
function countHeadBytes({ method, url, httpVersion, rawHeaders }: IncomingMessage): number {
  const requestLine = `${method} ${url} HTTP/${httpVersion}`
  const values = rawHeaders.filter((_, index) => index % 2 === 1)
  return [requestLine, ...values].reduce((bytes, text) => bytes + text.length, 0)
}

function toGatewayRequest(
  request: IncomingMessage,
  id: string,
  target: RequestTarget,
  body: Buffer,
): GatewayRequest {
  return {
    id,
    method: request.method ?? 'GET',
    target,
    protocol: `HTTP/${request.httpVersion}`,
    rawHeaders: request.rawHeaders,
    body,
    sourceIp: request.socket.remoteAddress ?? '',
    localPort: request.socket.localPort ?? 0,
    receivedAt: new Date(),
  }
}

async function callFunction(
  { invoke, integrationTimeoutMs = INTEGRATION_TIMEOUT_MS }: HttpApiOptions,
  { functionName, permitted = true }: GatewayRoute,
  event: APIGatewayProxyEventV2,
  onError: (error: unknown) => void,
): Promise<GatewayResponse> {
  if (!permitted) return toMessageResponse(500, 'Internal Server Error')
  if (Buffer.byteLength(JSON.stringify(event)) > MAX_EVENT_BYTES) {
    return toMessageResponse(413, 'Request Entity Too Large')
  }
  try {
    const result = await within(integrationTimeoutMs, invoke(functionName, event))
    return result === TIMED_OUT ? toMessageResponse(503, 'Service Unavailable') : toResponse(result)
  } catch (error) {
    if (!(error instanceof FunctionFailedError)) onError(error)
    return toMessageResponse(500, 'Internal Server Error')
  }
}

/** Returns the result, or `TIMED_OUT` after `timeoutMs`. The invocation itself continues. */
async function within(timeoutMs: number, invocation: Promise<unknown>): Promise<unknown> {
  const { promise: timedOut, resolve } = Promise.withResolvers<typeof TIMED_OUT>()
  const timer = setTimeout(resolve, timeoutMs, TIMED_OUT)
  try {
    return await Promise.race([invocation, timedOut])
  } finally {
    clearTimeout(timer)
  }
}
