import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import type { GatewayResponse } from './to-response.ts'

/**
 * `CorsConfiguration` of `AWS::ApiGatewayV2::Api`, as in the template.
 * An origin may be `*` or end with `*` (`https://*`); `MaxAge` is in seconds.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
 */
export interface CorsConfiguration {
  readonly AllowOrigins?: readonly string[]
  readonly AllowMethods?: readonly string[]
  readonly AllowHeaders?: readonly string[]
  readonly ExposeHeaders?: readonly string[]
  readonly MaxAge?: number
  readonly AllowCredentials?: boolean
}

/**
 * Returns the gateway's response to an OPTIONS request without a route: an empty 204, with the CORS
 * headers when the request names an allowed origin and a method.
 */
export function respondToPreflight(
  cors: CorsConfiguration,
  requestHeaders: IncomingHttpHeaders,
): GatewayResponse {
  const { origin, 'access-control-request-method': method } = requestHeaders
  const allowOrigin = method === undefined ? undefined : findAllowOrigin(cors, origin)
  const headers = allowOrigin === undefined ? {} : toPreflightHeaders(cors, allowOrigin)
  return { statusCode: 204, headers, cookies: [], body: Buffer.alloc(0) }
}

/**
 * Replaces the CORS headers of a function by the configured ones. The function's CORS headers never
 * reach the client, whether the origin is allowed or not. The response to a preflight that a function
 * handled gets the headers for preflights: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
 */
export function withCorsHeaders(
  cors: CorsConfiguration,
  { method, headers }: Pick<IncomingMessage, 'method' | 'headers'>,
  response: GatewayResponse,
): GatewayResponse {
  const kept = Object.entries(response.headers).filter(([name]) => !isCorsHeader(name))
  const allowOrigin = findAllowOrigin(cors, headers.origin)
  const isPreflight = method === 'OPTIONS' && headers['access-control-request-method'] !== undefined
  const toHeaders = isPreflight ? toPreflightHeaders : toResponseHeaders
  const added = allowOrigin === undefined ? {} : toHeaders(cors, allowOrigin)
  return { ...response, headers: { ...Object.fromEntries(kept), ...added } }
}

function isCorsHeader(name: string): boolean {
  return name.startsWith('access-control-')
}

function findAllowOrigin(cors: CorsConfiguration, origin: string | undefined): string | undefined {
  if (origin === undefined) return undefined
  const allowed = cors.AllowOrigins?.find((pattern) =>
    pattern.endsWith('*') ? origin.startsWith(pattern.slice(0, -1)) : origin === pattern,
  )
  if (allowed === undefined) return undefined
  return allowed === '*' ? '*' : origin
}

function toPreflightHeaders(cors: CorsConfiguration, allowOrigin: string): Record<string, string> {
  return {
    ...toOriginHeaders(cors, allowOrigin),
    ...(cors.AllowMethods && { 'access-control-allow-methods': cors.AllowMethods.join(',') }),
    ...(cors.AllowHeaders && { 'access-control-allow-headers': cors.AllowHeaders.join(',') }),
    ...(cors.MaxAge !== undefined && { 'access-control-max-age': String(cors.MaxAge) }),
  }
}

function toResponseHeaders(cors: CorsConfiguration, allowOrigin: string): Record<string, string> {
  return {
    ...toOriginHeaders(cors, allowOrigin),
    ...(cors.ExposeHeaders && { 'access-control-expose-headers': cors.ExposeHeaders.join(',') }),
  }
}

function toOriginHeaders(cors: CorsConfiguration, allowOrigin: string): Record<string, string> {
  return {
    'access-control-allow-origin': allowOrigin,
    ...(cors.AllowCredentials === true && { 'access-control-allow-credentials': 'true' }),
  }
}
