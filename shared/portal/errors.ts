import { ApiError } from '../errors.ts'

// The portal's own failures. Its clients see status and message only; two of them are, as
// documented, errors with HTTP status 200.

export class PasswordRequiredError extends ApiError {
  static override readonly code = 2103
  static override readonly status = 400
  static override readonly title = 'PASSWORD_REQUIRED'

  constructor() {
    super('The password field is required')
  }
}

export class InvalidPasswordError extends ApiError {
  static override readonly code = 2104
  static override readonly status = 401
  static override readonly title = 'INVALID_PASSWORD'

  constructor() {
    super('Invalid password')
  }
}

/** `newPassword` and `confPassword` differ, or one of them is blank. */
export class PasswordsDoNotMatchError extends ApiError {
  static override readonly code = 2105
  static override readonly status = 200
  static override readonly title = 'PASSWORDS_DO_NOT_MATCH'

  constructor() {
    super('Passwords do not match')
  }
}

export class NewPasswordTooShortError extends ApiError {
  static override readonly code = 2106
  static override readonly status = 200
  static override readonly title = 'NEW_PASSWORD_TOO_SHORT'

  constructor() {
    super('New password must be at least 8 characters')
  }
}
