import { ApiError, ValidationFailedError } from '../errors.ts'

/** Another account has this phone. */
export class PhoneRegisteredElsewhereError extends ApiError {
  static override readonly code = 3708
  static override readonly status = 409
  static override readonly title = 'PHONE_REGISTERED_TO_ANOTHER_ACCOUNT'

  constructor() {
    super('Phone number already registered to another account')
  }
}

/** The account already has this phone. A client that repeats a request after a lost response treats this as success. */
export class PhoneAlreadyOnAccountError extends ApiError {
  static override readonly code = 3709
  static override readonly status = 409
  static override readonly title = 'PHONE_ALREADY_ON_ACCOUNT'

  constructor() {
    super('Phone number already exists on this account')
  }
}

/** SNS refused the SMS, or timed out. After a timeout the SMS may have been sent. */
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

/** SNS refused the phone number as invalid. Validation of the request cannot find this out. */
export class InvalidPhoneNumberError extends ValidationFailedError {
  constructor() {
    super([{ path: 'phone_number.value', message: 'Must be a number that can receive SMS' }])
  }
}
