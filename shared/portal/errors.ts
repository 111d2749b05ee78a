import { ApiError } from '../errors.ts'

// Errors of the portal's routes. A response contains only the status and the message. As documented, two
// of these errors have HTTP status 200.

/** The user object has no current password. */
export class PasswordRequiredError extends ApiError {
  static override readonly code = 2103
  static override readonly status = 400
  static override readonly title = 'PASSWORD_REQUIRED'

  constructor() {
    super('The password field is required')
  }
}

/** The current password is wrong. */
export class InvalidPasswordError extends ApiError {
  static override readonly code = 2104
  static override readonly status = 401
  static override readonly title = 'INVALID_PASSWORD'

  constructor() {
    super('Invalid password')
  }
}

/** `newPassword` and `confPassword` differ, or one of them is blank. HTTP 200, as documented. */
export class PasswordsDoNotMatchError extends ApiError {
  static override readonly code = 2105
  static override readonly status = 200
  static override readonly title = 'PASSWORDS_DO_NOT_MATCH'

  constructor() {
    super('Passwords do not match')
  }
}

/** The new password has fewer than 8 code points. HTTP 200, as documented. */
export class NewPasswordTooShortError extends ApiError {
  static override readonly code = 2106
  static override readonly status = 200
  static override readonly title = 'NEW_PASSWORD_TOO_SHORT'

  constructor() {
    super('New password must be at least 8 characters')
  }
}

/** The new password is one of the most common, or the user's own e-mail or name. */
export class NewPasswordTooWeakError extends ApiError {
  static override readonly code = 2107
  static override readonly status = 400
  static override readonly title = 'NEW_PASSWORD_TOO_WEAK'

  constructor(problem: string) {
    super(`New password: ${problem}`)
  }
}
