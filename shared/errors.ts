/** One wrong part of a request. `path` is dotted, as in `name.first_name`; empty for the whole. */
export interface ErrorDetail {
  path: string
  message: string
}

/**
 * The base of every error that a client may see. Anything else that is thrown becomes a 500.
 * A subclass names one failure: its code, its HTTP status and its title are static, so that a
 * route can list it and the documentation can show it without throwing it.
 */
export abstract class ApiError extends Error {
  static readonly code: number
  static readonly status: number
  static readonly title: string

  readonly details?: readonly ErrorDetail[]
  /** Seconds after which a retry makes sense; becomes the `Retry-After` header. */
  readonly retryAfterSeconds?: number

  get code(): number {
    return (this.constructor as typeof ApiError).code
  }

  get status(): number {
    return (this.constructor as typeof ApiError).status
  }
}

/** A subclass of ApiError, as a route lists it. */
export interface ApiErrorClass {
  readonly code: number
  readonly status: number
  readonly title: string
  readonly name: string
}

/** The infrastructure did not answer in time. Never the client's fault; a retry is safe. */
export class ServiceUnavailableError extends ApiError {
  static override readonly code = 1009
  static override readonly status = 503
  static override readonly title = 'SERVICE_UNAVAILABLE'
  override readonly retryAfterSeconds = 2

  constructor(cause?: unknown) {
    super('The service is busy. Please try again.', { cause })
  }
}

/** The request does not keep to the route's contract; `details` names each part that does not. */
export class ValidationFailedError extends ApiError {
  static override readonly code = 1006
  static override readonly status = 422
  static override readonly title = 'VALIDATION_FAILED'
  override readonly details: readonly ErrorDetail[]

  constructor(details: readonly ErrorDetail[]) {
    super('Validation failed')
    this.details = details
  }
}

/** The body is of a kind that the route cannot read. */
export class UnsupportedMediaTypeError extends ApiError {
  static override readonly code = 1008
  static override readonly status = 415
  static override readonly title = 'UNSUPPORTED_MEDIA_TYPE'

  constructor(expected: string) {
    super(`Unsupported media type. Expected ${expected}`)
  }
}
