import { ApiError, UnsupportedMediaTypeError } from '../errors.ts'

/** An unexpected error on our side. The client gets the request id, and no details. */
export class InternalError extends ApiError {
  static override readonly code = 1000
  static override readonly status = 500
  static override readonly title = 'INTERNAL_ERROR'

  constructor(requestId: string) {
    super(`Internal error. If it persists, tell us the request id ${requestId}`)
  }
}

/** No route has this path. */
export class NotFoundError extends ApiError {
  static override readonly code = 1003
  static override readonly status = 404
  static override readonly title = 'NOT_FOUND'

  constructor() {
    super('Not found')
  }
}

/** The path exists, but not with this method. `allowed` becomes the `Allow` header. */
export class MethodNotAllowedError extends ApiError {
  static override readonly code = 1004
  static override readonly status = 405
  static override readonly title = 'METHOD_NOT_ALLOWED'
  readonly allowed: readonly string[]

  constructor(allowed: readonly string[]) {
    super(`Method not allowed. Allowed: ${allowed.join(', ')}`)
    this.allowed = allowed
  }
}

/** The body, or the file in it, is larger than the route accepts. */
export class PayloadTooLargeError extends ApiError {
  static override readonly code = 1007
  static override readonly status = 413
  static override readonly title = 'PAYLOAD_TOO_LARGE'

  constructor(maxBytes: number, what: 'body' | 'file' = 'body') {
    super(`The ${what} must have at most ${maxBytes} bytes`)
  }
}

/** The body is compressed (RFC 9110, 15.5.16). The response has the header `Accept-Encoding: identity`. */
export class UnsupportedContentEncodingError extends UnsupportedMediaTypeError {
  /** @param encoding absent when the header has no name of a coding. */
  constructor(encoding?: string) {
    const found = encoding ? `the content-encoding ${encoding}` : 'a content-encoding'
    super(`an uncompressed body, but it has ${found}`)
  }
}
