import { type ApiError, ValidationFailedError } from '../errors.ts'
import type { Pagination } from './pagination.ts'

/** How a family of routes wraps what it answers. */
export interface Envelope {
  success(value: unknown, pagination?: Pagination): object
  failure(error: ApiError): { statusCode: number; body: object }
  /** Whether `data` is encrypted while the feature flag is on. */
  readonly isEncryptable: boolean
}

/** The V1 document's envelope; the auth routes use it too. */
export const v1Envelope: Envelope = {
  isEncryptable: true,
  success: (data, pagination) => ({
    status: 'success',
    is_data_encrypted: 0,
    data,
    error: null,
    app_actions: null,
    ...(pagination && { pagination }),
  }),
  failure: ({ code, status, message, details }) => ({
    statusCode: status,
    body: {
      status: 'error',
      is_data_encrypted: 0,
      data: null,
      error: { code, message, ...(details && { details }) },
      app_actions: null,
    },
  }),
}

/** The society portal's envelope. Its document knows one answer to malformed requests: 400 Bad Request. */
export const portalEnvelope: Envelope = {
  isEncryptable: false,
  success: (user) => ({ error: null, user }),
  failure: (error) => {
    const [status, message] =
      error instanceof ValidationFailedError ? [400, 'Bad Request'] : [error.status, error.message]
    return { statusCode: status, body: { error: { status, message } } }
  },
}
