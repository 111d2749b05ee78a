import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import type { EndpointEvent } from './endpoint-event.ts'

/** Makes the HTTP answer: JSON, never cached, with the request's id. */
export function respond(
  event: EndpointEvent,
  statusCode: number,
  body: object,
  headers?: Record<string, string>,
): APIGatewayProxyStructuredResultV2 {
  return {
    statusCode,
    headers: {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-request-id': event.requestContext.requestId,
      ...headers,
    },
    body: JSON.stringify(body),
  }
}
