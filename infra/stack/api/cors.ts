import { Duration } from 'aws-cdk-lib'
import type { CorsPreflightOptions } from 'aws-cdk-lib/aws-apigatewayv2'

// Headers that a script may send and read in addition to those that browsers always allow.
const REQUEST_HEADERS = ['authorization', 'content-type', 'x-dev-time']
const RESPONSE_HEADERS = [
  'allow',
  'apigw-requestid',
  'retry-after',
  'www-authenticate',
  'x-request-id',
]

/** CORS settings of the HTTP API for the web pages of these origins. */
export function corsFor(origins: readonly string[]): CorsPreflightOptions {
  const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as CorsPreflightOptions['allowMethods']
  return {
    allowOrigins: [...origins],
    allowMethods: methods,
    allowHeaders: REQUEST_HEADERS,
    exposeHeaders: RESPONSE_HEADERS,
    maxAge: Duration.hours(1),
  }
}
