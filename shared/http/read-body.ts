import type { EndpointEvent } from './endpoint-event.ts'
import { UnsupportedContentEncodingError } from './errors.ts'

/**
 * The bytes of a request's body. API Gateway encodes binary bodies in base64 and decompresses none.
 * @throws UnsupportedContentEncodingError
 */
export function readBody({ body = '', isBase64Encoded, headers }: EndpointEvent): Buffer {
  const encoding = headers['content-encoding']?.trim().toLowerCase()
  if (encoding && encoding !== 'identity') {
    // The error repeats the header only if it looks like the name of an encoding.
    throw new UnsupportedContentEncodingError(
      /^[a-z, -]{1,40}$/.test(encoding) ? encoding : 'header',
    )
  }
  return Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8')
}
