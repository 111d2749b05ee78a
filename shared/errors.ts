/** One problem of a request. `path` is the field, e.g. `name.first_name`, or empty for the whole request. */
export interface ErrorDetail {
  path: string
  message: string
}

/**
 * The base class of all errors that a client may see. Each kind of failure has a subclass. Any other error
 * becomes HTTP status 500. Code, status and title are static, so that a route can list the class in its
 * contract, and the OpenAPI document can describe it.
 */
export abstract class ApiError extends Error {
  static readonly code: number
  static readonly status: number
  static readonly title: string

  readonly details?: readonly ErrorDetail[]
  /** The seconds after which the client may retry. Sent as the `Retry-After` header. */
  readonly retryAfterSeconds?: number

  get code(): number {
    return (this.constructor as typeof ApiError).code
  }

  get status(): number {
    return (this.constructor as typeof ApiError).status
  }
}

/** A subclass of ApiError (the class, not an instance), as a route lists it in `errors`. */
export interface ApiErrorClass {
  readonly code: number
  readonly status: number
  readonly title: string
  readonly name: string
}

/** AWS was unavailable, or every attempt conflicted with a concurrent request. The request may still have had an effect. */
export class ServiceUnavailableError extends ApiError {
  static override readonly code = 1009
  static override readonly status = 503
  static override readonly title = 'SERVICE_UNAVAILABLE'
  override readonly retryAfterSeconds = 2

  constructor(cause?: unknown) {
    super('The service is busy. Please try again.', { cause })
  }
}

/** The request is not valid. `details` lists what the failed check found. */
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

/** The route does not accept this type of body. */
export class UnsupportedMediaTypeError extends ApiError {
  static override readonly code = 1008
  static override readonly status = 415
  static override readonly title = 'UNSUPPORTED_MEDIA_TYPE'

  constructor(expected: string) {
    super(`Unsupported media type. Expected ${expected}`)
  }
}
