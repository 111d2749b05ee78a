import { ApiError } from '../errors.ts'

/** The e-mail or the password is wrong. The error does not say which. */
export class InvalidCredentialsError extends ApiError {
  static override readonly code = 2101
  static override readonly status = 401
  static override readonly title = 'INVALID_CREDENTIALS'

  constructor() {
    super('E-mail or password are incorrect')
  }
}
