import type { components } from './api-types.ts'
import { decryptData } from './decrypt.ts'
import {
  type AnswerInfo,
  type AnyApiError,
  ApiError,
  SocietyError,
  UnexpectedAnswerError,
  type V1Error,
} from './errors.ts'

type Pagination = components['schemas']['Pagination']

/** The data in a success of either envelope, whether it comes clear or encrypted. */
export type DataOf<B> = B extends { is_data_encrypted: 0; data: infer D }
  ? D
  : B extends { error: null; user: infer U }
    ? U
    : never

/** An answer as openapi-fetch gives it. */
export interface Answer<B> {
  data?: B
  error?: unknown
  response: Response
}

/** What an error means when the call before it may have gone well already. */
export type Recover<T> = (error: AnyApiError) => Promise<T> | T | undefined

/** Takes an ended session for what the call was to bring about. */
export function whenUnauthorized<T>(done: T): Recover<T> {
  return ({ code }) => (code === 1001 ? done : undefined)
}

/** An answer without its envelope. */
export interface Opened {
  readonly data: unknown
  readonly pagination: Pagination | undefined
}

interface V1Answer {
  status: 'success' | 'error'
  is_data_encrypted: 0 | 1
  data: unknown
  error: V1Error | null
  pagination?: Pagination
}

interface SocietyAnswer {
  error: { status: number; message: string } | null
  user?: unknown
}

/**
 * Takes an answer out of its envelope, and decrypts it with the token when it is encrypted.
 * @throws ApiError, SocietyError, UnexpectedAnswerError
 */
export async function openAnswer(
  body: unknown,
  response: Response,
  token: string | undefined,
): Promise<Opened> {
  if (isV1(body)) {
    if (body.error) throw new ApiError(body.error as never, infoOf(response))
    const isClear = body.is_data_encrypted === 0
    const data = isClear ? body.data : await decryptData(String(body.data), token ?? '')
    return { data, pagination: body.pagination }
  }
  if (!isSociety(body)) throw new UnexpectedAnswerError(infoOf(response))
  if (body.error) throw new SocietyError(body.error.message, infoOf(response))
  return { data: body.user, pagination: undefined }
}

function isV1(body: unknown): body is V1Answer {
  return isObject(body) && 'is_data_encrypted' in body
}

function isSociety(body: unknown): body is SocietyAnswer {
  return isObject(body) && (isObject(body.error) || isObject(body.user))
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function infoOf({ status, headers }: Response): AnswerInfo {
  const requestId = headers.get('x-request-id') ?? headers.get('apigw-requestid') ?? undefined
  return { status, requestId, retryAfterSeconds: Number(headers.get('retry-after')) || undefined }
}
