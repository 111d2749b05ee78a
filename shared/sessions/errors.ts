import { ApiError } from '../errors.ts'

/** E-mail or password are wrong; which of them is not told. */
export class InvalidCredentialsError extends ApiError {
  static override readonly code = 2101
  static override readonly status = 401
  static override readonly title = 'INVALID_CREDENTIALS'

  constructor() {
    super('E-mail or password are incorrect')
  }
}
