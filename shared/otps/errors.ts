import { ApiError, type ErrorDetail } from '../errors.ts'

/** The OTP is not the one that was sent with this OTI (the id of a sent OTP). */
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

/** The OTP is past its `expiry_time`. Its OTI (the id of a sent OTP) is still valid. */
export class OtpExpiredError extends ApiError {
  static override readonly code = 2003
  static override readonly status = 400
  static override readonly title = 'OTP_EXPIRED'

  constructor() {
    super('OTP has expired. Please request a new one.')
  }
}

/**
 * The OTI (the id of a sent OTP) is unknown, belongs to another user, is used up, has expired or has no tries left.
 * The error does not say which.
 */
export class OtiExpiredError extends ApiError {
  static override readonly code = 2008
  static override readonly status = 400
  static override readonly title = 'OTI_EXPIRED'

  constructor() {
    super('OTI has expired. Please request a new OTP.')
  }
}
