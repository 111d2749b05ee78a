import type { EndpointEvent } from './endpoint-event.ts'

/** The bytes of a request's body. API Gateway encodes binary bodies in base64. */
export function readBody({ body = '', isBase64Encoded }: EndpointEvent): Buffer {
  return Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8')
}
