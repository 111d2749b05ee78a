import { ApiError, type ErrorDetail, ValidationFailedError } from '../errors.ts'

/** The OTP is not the one that was sent to this number for this OTI. */
export class OtpIncorrectError extends ApiError {
  static override readonly code = 2002
  static override readonly status = 400
  static override readonly title = 'OTP_INCORRECT'
  override readonly details: readonly ErrorDetail[]

  constructor(triesLeft: number) {
    const message = `${triesLeft} ${triesLeft === 1 ? 'try' : 'tries'} left`
    super(`OTP is incorrect: ${message}`)
    this.details = [{ path: 'otp', message }]
  }
}

/** The OTP is past its `expiry_time`. */
export class OtpExpiredError extends ApiError {
  static override readonly code = 2003
  static override readonly status = 400
  static override readonly title = 'OTP_EXPIRED'

  constructor() {
    super('OTP has expired. Please request a new one.')
  }
}

/** The OTI is unknown, another user's, used, out of tries or past its life: which is not told. */
export class OtiExpiredError extends ApiError {
  static override readonly code = 2008
  static override readonly status = 400
  static override readonly title = 'OTI_EXPIRED'

  constructor() {
    super('OTI has expired. Please request a new OTP.')
  }
}

/** The number belongs to another account. */
export class PhoneRegisteredElsewhereError extends ApiError {
  static override readonly code = 3708
  static override readonly status = 409
  static override readonly title = 'PHONE_REGISTERED_TO_ANOTHER_ACCOUNT'

  constructor() {
    super('Phone number already registered to another account')
  }
}

/** The account has this number already; so a client whose answer was lost learns that it went well. */
export class PhoneAlreadyOnAccountError extends ApiError {
  static override readonly code = 3709
  static override readonly status = 409
  static override readonly title = 'PHONE_ALREADY_ON_ACCOUNT'

  constructor() {
    super('Phone number already exists on this account')
  }
}

/** The SMS could not be handed over, or nobody knows whether it was. */
export class OtpDeliveryFailedError extends ApiError {
  static override readonly code = 3710
  static override readonly status = 503
  static override readonly title = 'OTP_DELIVERY_FAILED'
  override readonly retryAfterSeconds: number

  constructor(retryAfterSeconds: number, cause: unknown) {
    super('The OTP could not be sent. Please try again.', { cause })
    this.retryAfterSeconds = retryAfterSeconds
  }
}

/** No SMS can reach this number. A wrong field like any other, but only SNS could tell. */
export class InvalidPhoneNumberError extends ValidationFailedError {
  constructor() {
    super([{ path: 'phone_number.value', message: 'Must be a number that can receive SMS' }])
  }
}
