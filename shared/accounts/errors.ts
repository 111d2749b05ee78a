import { ApiError } from '../errors.ts'

/** No session answers to the token: missing, malformed, expired, ended, or its user is gone. */
export class UnauthorizedError extends ApiError {
  static override readonly code = 1001
  static override readonly status = 401
  static override readonly title = 'UNAUTHORIZED'

  constructor() {
    super('Unauthorized')
  }
}
