import { ApiError } from '../errors.ts'

// Errors of the routes of the portal (the student society's application). A response contains only the status and
// the message. The portal document (the specification of these routes) gives two of these errors HTTP status 200.

/** The request has no current password. */
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

/** `newPassword` and `confPassword` differ, or one is blank. HTTP status 200, as the portal document requires. */
export class PasswordsDoNotMatchError extends ApiError {
  static override readonly code = 2105
  static override readonly status = 200
  static override readonly title = 'PASSWORDS_DO_NOT_MATCH'

  constructor() {
    super('Passwords do not match')
  }
}

/** The new password has fewer than 8 code points. HTTP status 200, as the portal document requires. */
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
