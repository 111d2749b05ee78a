import { ApiError } from '../errors.ts'

/** Another account has this e-mail address. Upper and lower case make no difference. */
export class EmailAlreadyRegisteredError extends ApiError {
  static override readonly code = 2102
  static override readonly status = 409
  static override readonly title = 'EMAIL_ALREADY_REGISTERED'

  constructor() {
    super('This e-mail address is already registered')
  }
}
