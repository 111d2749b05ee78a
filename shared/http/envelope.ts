import { type ApiError, ValidationFailedError } from '../errors.ts'
import type { Pagination } from './pagination.ts'

/** An envelope: the JSON object in which a group of routes wraps its results and errors. */
export interface Envelope {
  /** Wraps the result of a handler. */
  success(value: unknown, pagination?: Pagination): object
  /** Wraps an error, and chooses the HTTP status. */
  failure(error: ApiError): { statusCode: number; body: object }
  /** Whether `data` is encrypted while the feature flag `response_encryption` is on. */
  readonly isEncryptable: boolean
}

/** The envelope of the V1 document (the specification of the V1 routes). The auth routes use it too. */
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

/**
 * The envelope of the portal document (the specification of the portal's routes), which requires 400 Bad Request for
 * every malformed request.
 */
export const portalEnvelope: Envelope = {
  isEncryptable: false,
  success: (user) => ({ error: null, user }),
  failure: (error) => {
    const [status, message] =
      error instanceof ValidationFailedError ? [400, 'Bad Request'] : [error.status, error.message]
    return { statusCode: status, body: { error: { status, message } } }
  },
}
