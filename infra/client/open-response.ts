import type { components } from './api-types.ts'
import { decryptData } from './decrypt.ts'
import {
  ApiError,
  DecryptionError,
  PortalError,
  toResponseInfo,
  UnexpectedResponseError,
  type V1Error,
} from './errors.ts'
import type { HttpResponse } from './exchange.ts'
import { UnsupportedRuntimeError } from './transport-errors.ts'

const TOO_LARGE = { code: 1007, message: 'The body is too large' } as const

type Pagination = components['schemas']['Pagination']

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
 * Removes the envelope from a route's response, and decrypts the data with the token if it is encrypted.
 * @throws ApiError, PortalError, UnexpectedResponseError, DecryptionError, UnsupportedRuntimeError
 */
export async function openResponse(
  routeKey: string,
  response: HttpResponse,
  token: string | undefined,
): Promise<OpenedResponse> {
  const body = parseJson(response.text)
  if (isV1Body(body)) {
    if (body.error) throw new ApiError(body.error as never, toResponseInfo(response))
    const isPlain = body.is_data_encrypted === 0
    const data = isPlain ? body.data : await decrypt(String(body.data), token ?? '', response)
    return { data, pagination: body.pagination, wasEncrypted: !isPlain }
  }
  if (!isPortalRoute(routeKey) || !isPortalBody(body)) {
    // API Gateway itself refuses larger bodies than our code does, without an envelope.
    if (response.status === 413) throw new ApiError(TOO_LARGE, toResponseInfo(response))
    throw new UnexpectedResponseError(toResponseInfo(response))
  }
  if (body.error) throw new PortalError(body.error.message, toResponseInfo(response))
  return { data: body.user, pagination: undefined, wasEncrypted: false }
}

/** Returns undefined for what is no JSON, e.g. a proxy's HTML. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

async function decrypt(data: string, token: string, response: HttpResponse): Promise<unknown> {
  try {
    return await decryptData(data, token)
  } catch (error) {
    if (error instanceof UnsupportedRuntimeError) throw error
    throw new DecryptionError(toResponseInfo(response), error)
  }
}

function isV1Body(body: unknown): body is V1Body {
  return isObject(body) && 'is_data_encrypted' in body
}

/** All routes can return an error in the V1 envelope, but only the portal's use the other one. */
export function isPortalRoute(routeKey: string): boolean {
  return routeKey.includes(' /app/')
}

function isPortalBody(body: unknown): body is PortalBody {
  return isObject(body) && (isObject(body.error) || isObject(body.user))
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
