import type { components } from './api-types.ts'
import { decryptData } from './decrypt.ts'
import {
  ApiError,
  PortalError,
  toResponseInfo,
  UnexpectedResponseError,
  type V1Error,
} from './errors.ts'

type Pagination = components['schemas']['Pagination']

/** The data inside a success response body of either envelope, encrypted or not. */
export type DataOf<B> = B extends { is_data_encrypted: 0; data: infer D }
  ? D
  : B extends { error: null; user: infer U }
    ? U
    : never

/** A response without its envelope. */
export interface OpenedResponse {
  readonly data: unknown
  readonly pagination: Pagination | undefined
  /** False also for the portal's routes, which are never encrypted. */
  readonly wasEncrypted: boolean
}

interface V1Body {
  status: 'success' | 'error'
  is_data_encrypted: 0 | 1
  data: unknown
  error: V1Error | null
  pagination?: Pagination
}

interface PortalBody {
  error: { status: number; message: string } | null
  user?: unknown
}

/**
 * Removes the envelope from a response body, and decrypts the data with the token if it is
 * encrypted.
 * @throws ApiError, PortalError, UnexpectedResponseError
 */
export async function openResponse(
  body: unknown,
  response: Response,
  token: string | undefined,
): Promise<OpenedResponse> {
  if (isV1Body(body)) {
    if (body.error) throw new ApiError(body.error as never, toResponseInfo(response))
    const isPlain = body.is_data_encrypted === 0
    const data = isPlain ? body.data : await decryptData(String(body.data), token ?? '')
    return { data, pagination: body.pagination, wasEncrypted: !isPlain }
  }
  if (!isPortalBody(body)) throw new UnexpectedResponseError(toResponseInfo(response))
  if (body.error) throw new PortalError(body.error.message, toResponseInfo(response))
  return { data: body.user, pagination: undefined, wasEncrypted: false }
}

function isV1Body(body: unknown): body is V1Body {
  return isObject(body) && 'is_data_encrypted' in body
}

function isPortalBody(body: unknown): body is PortalBody {
  return isObject(body) && (isObject(body.error) || isObject(body.user))
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
