import type { components } from './api-types.ts'
import type { HttpResponse } from './exchange.ts'
import { retryAfterSecondsOf } from './retry-after.ts'

type Schemas = components['schemas']

/** Every documented error of the V1 envelope: `code`, `message` and, for some, `details`. */
export type V1Error = Extract<Schemas[keyof Schemas], { code: number; message: string }>

/** An error code of the V1 envelope, e.g. 2002 for a wrong OTP. */
export type ErrorCode = V1Error['code']

type DetailsOf<C extends ErrorCode> =
  Extract<V1Error, { code: C }> extends { details: infer D } ? D : undefined

/** Status and headers of the response that an error came with. */
export interface ResponseInfo {
  /** HTTP status. */
  readonly status: number
  /** Id of the request, to quote in a bug report. */
  readonly requestId: string | undefined
  /** Seconds to wait before the next attempt. */
  readonly retryAfterSeconds: number | undefined
}

/** Status and headers of a response. */
export function toResponseInfo(response: HttpResponse): ResponseInfo {
  const { status, header } = response
  const requestId = header('x-request-id') ?? header('apigw-requestid') ?? undefined
  return { status, requestId, retryAfterSeconds: retryAfterSecondsOf(response) }
}

abstract class ResponseError extends Error implements ResponseInfo {
  readonly status: number
  readonly requestId: string | undefined
  readonly retryAfterSeconds: number | undefined

  constructor(
    message: string,
    { status, requestId, retryAfterSeconds }: ResponseInfo,
    options?: { cause: unknown },
  ) {
    super(message, options)
    this.status = status
    this.requestId = requestId
    this.retryAfterSeconds = retryAfterSeconds
  }
}

// Registered globally, because an app may load this package twice: as an ES module and as CommonJS.
const API_ERROR = Symbol.for('@user-api/client.ApiError')

/** An error in the V1 envelope. Catch it with `isApiError`, which narrows it by `code`. */
export class ApiError<C extends ErrorCode = ErrorCode> extends ResponseError {
  override readonly name: string = 'ApiError'
  readonly code: C
  /** The invalid parts of the request, for codes that have details. */
  readonly details: DetailsOf<C>

  constructor(error: { code: C; message: string; details?: DetailsOf<C> }, info: ResponseInfo) {
    super(error.message, info)
    this.code = error.code
    this.details = error.details as DetailsOf<C>
  }

  /** What `isApiError` looks for. On the prototype, so that a logged error does not show it. */
  get [API_ERROR](): true {
    return true
  }
}

/** Union of all API errors, discriminated by `code`. */
export type AnyApiError = { [C in ErrorCode]: ApiError<C> }[ErrorCode]

/**
 * Whether a caught value is an error of the V1 envelope.
 * @example
 * if (isApiError(error) && error.code === 2002) show(error.details[0]?.message)
 */
export function isApiError(error: unknown): error is AnyApiError {
  return error instanceof Error && API_ERROR in error
}

/**
 * The response of an attempt was lost and its retry got 1001, so the attempt succeeded or the session had ended
 * before it. An ApiError with code 1001, so that an app that handles only that code shows the login.
 */
export class OutcomeUnknownError extends ApiError<1001> {
  override readonly name = 'OutcomeUnknownError'

  constructor(error: ApiError<1001>) {
    const message = 'The call may have succeeded or not: log in to find out'
    super({ code: 1001, message }, error)
  }
}

/** An error of the portal's routes. Its status may be 200. */
export class PortalError extends ResponseError {
  override readonly name = 'PortalError'
}

/** A response in neither envelope, e.g. from API Gateway itself or from a proxy. */
export class UnexpectedResponseError extends ResponseError {
  override readonly name = 'UnexpectedResponseError'

  constructor(info: ResponseInfo) {
    super(`The API sent a response with status ${info.status} and no envelope`, info)
  }
}

/** A response that is not encrypted, while the client was made with `requireEncryption`. */
export class PlaintextResponseError extends ResponseError {
  override readonly name = 'PlaintextResponseError'

  constructor(info: ResponseInfo) {
    super('The response is not encrypted', info)
  }
}

/** An encrypted response that the token does not decrypt. `cause` is the error of Web Crypto. */
export class DecryptionError extends ResponseError {
  override readonly name = 'DecryptionError'

  constructor(info: ResponseInfo, cause: unknown) {
    super('The response cannot be decrypted with the token', info, { cause })
  }
}
