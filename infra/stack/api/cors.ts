import { Duration } from 'aws-cdk-lib'
import type { CorsPreflightOptions } from 'aws-cdk-lib/aws-apigatewayv2'

// Headers that a script may send and read in addition to those that browsers always allow.
const REQUEST_HEADERS = [
  'authorization',
  'content-type',
  'x-dev-time',
  // Sent by tracing libraries (W3C Trace Context, Sentry) and by jQuery and axios.
  'traceparent',
  'tracestate',
  'baggage',
  'sentry-trace',
  'x-requested-with',
]
const RESPONSE_HEADERS = [
  'allow',
  'apigw-requestid',
  'retry-after',
  'www-authenticate',
  'x-request-id',
]

/** CORS settings of the HTTP API. Web pages of `origins` may call it, and may also send the headers in `more`. */
export function corsFor(
  origins: readonly string[],
  more: readonly string[] = [],
): CorsPreflightOptions {
  const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as CorsPreflightOptions['allowMethods']
  return {
    allowOrigins: [...origins],
    allowMethods: methods,
    allowHeaders: [...REQUEST_HEADERS, ...more],
    exposeHeaders: RESPONSE_HEADERS,
    maxAge: Duration.hours(1),
  }
}
