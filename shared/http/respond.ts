import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import type { EndpointEvent } from './endpoint-event.ts'
import { SECURITY_HEADERS } from './security-headers.ts'

const RESPONSE_HEADERS = { 'content-type': 'application/json', ...SECURITY_HEADERS }

/** Makes the HTTP response: JSON with the security headers and the request's id. */
export function respond(
  event: EndpointEvent,
  statusCode: number,
  body: object,
  headers?: Record<string, string>,
): APIGatewayProxyStructuredResultV2 {
  return {
    statusCode,
    headers: {
      ...RESPONSE_HEADERS,
      'x-request-id': event.requestContext.requestId,
      ...headers,
    },
    body: JSON.stringify(body),
  }
}
