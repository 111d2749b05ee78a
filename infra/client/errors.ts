import type { components } from './api-types.ts'

type Schemas = components['schemas']

/** Every error of the V1 envelope, as the document has it: `code`, `message`, and of some `details`. */
export type V1Error = Extract<Schemas[keyof Schemas], { code: number; message: string }>

/** A code of the V1 envelope, e.g. 2002 for a wrong OTP. */
export type ErrorCode = V1Error['code']

type DetailsOf<C extends ErrorCode> =
  Extract<V1Error, { code: C }> extends { details: infer D } ? D : undefined

/** What is told of an answer beside its body. */
export interface AnswerInfo {
  /** HTTP status. */
  readonly status: number
  /** For questions about the request. */
  readonly requestId: string | undefined
  /** Seconds after which the next try makes sense. */
  readonly retryAfterSeconds: number | undefined
}

/** An error that the API told in the V1 envelope. Catch it with `isApiError`, which narrows by code. */
export class ApiError<C extends ErrorCode = ErrorCode> extends Error implements AnswerInfo {
  override readonly name = 'ApiError'
  readonly code: C
  /** What is wrong, part by part, where the code has details. */
  readonly details: DetailsOf<C>
  readonly status: number
  readonly requestId: string | undefined
  readonly retryAfterSeconds: number | undefined

  constructor(error: { code: C; message: string; details?: DetailsOf<C> }, info: AnswerInfo) {
    super(error.message)
    this.code = error.code
    this.details = error.details as DetailsOf<C>
    this.status = info.status
    this.requestId = info.requestId
    this.retryAfterSeconds = info.retryAfterSeconds
  }
}

/** All of them, told apart by `code`. */
export type AnyApiError = { [C in ErrorCode]: ApiError<C> }[ErrorCode]

/**
 * Whether something caught is an error of the API.
 * @example
 * if (isApiError(error) && error.code === 2002) show(error.details[0]?.message)
 */
export function isApiError(error: unknown): error is AnyApiError {
  return error instanceof ApiError
}

/** An error that the society portal's routes told: its status, which may be 200, and its message. */
export class SocietyError extends Error implements AnswerInfo {
  override readonly name = 'SocietyError'
  readonly status: number
  readonly requestId: string | undefined
  readonly retryAfterSeconds: number | undefined

  constructor(message: string, info: AnswerInfo) {
    super(message)
    this.status = info.status
    this.requestId = info.requestId
    this.retryAfterSeconds = info.retryAfterSeconds
  }
}

/** An answer that has neither envelope: of API Gateway itself, or of something in between. */
export class UnexpectedAnswerError extends Error implements AnswerInfo {
  override readonly name = 'UnexpectedAnswerError'
  readonly status: number
  readonly requestId: string | undefined
  readonly retryAfterSeconds: number | undefined

  constructor(info: AnswerInfo) {
    super(`The API answered ${info.status} without an envelope`)
    this.status = info.status
    this.requestId = info.requestId
    this.retryAfterSeconds = info.retryAfterSeconds
  }
}
