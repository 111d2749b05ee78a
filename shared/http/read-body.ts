import type { EndpointEvent } from './endpoint-event.ts'
import { UnsupportedContentEncodingError } from './errors.ts'

/**
 * Returns the bytes of a request's body. API Gateway encodes binary bodies in base64, and does not decompress.
 * @throws UnsupportedContentEncodingError
 */
export function readBody(event: EndpointEvent): Buffer {
  requireUncompressed(event)
  return Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8')
}

/** @throws UnsupportedContentEncodingError when the body is compressed. */
export function requireUncompressed({ headers }: EndpointEvent): void {
  const encoding = headers['content-encoding']?.trim().toLowerCase()
  if (!encoding || encoding === 'identity') return
  // The error repeats the header only when it looks like names of codings, e.g. `gzip`.
  const isName = /^[a-z, -]{1,40}$/.test(encoding)
  throw new UnsupportedContentEncodingError(isName ? encoding : undefined)
}
