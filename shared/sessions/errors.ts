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

/** E-mail or password are wrong; which of them is not told. */
export class InvalidCredentialsError extends ApiError {
  static override readonly code = 2101
  static override readonly status = 401
  static override readonly title = 'INVALID_CREDENTIALS'

  constructor() {
    super('E-mail or password are incorrect')
  }
}
