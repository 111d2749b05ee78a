import { ApiError } from '../errors.ts'

/** The token is missing, malformed or wrong, its session has expired or ended, or its user is deleted. */
export class UnauthorizedError extends ApiError {
  static override readonly code = 1001
  static override readonly status = 401
  static override readonly title = 'UNAUTHORIZED'

  constructor() {
    super('Unauthorized')
  }
}
