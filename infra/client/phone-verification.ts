import type { components } from './api-types.ts'
import { isApiError } from './errors.ts'
import type { CallOptions } from './options.ts'
import type { UserApi } from './user-api.ts'

type Schemas = components['schemas']
type PhoneNumber = Schemas['OtpRequest']['phone_number']

/**
 * Verifies one phone number. Remembers the OTI (the id of one OTP request) of each SMS until it expires:
 * an SMS may arrive late, and the user then types an OTP that belongs to an earlier OTI.
 */
export class PhoneVerification {
  readonly #api: UserApi
  readonly #phoneNumber: PhoneNumber
  /** Newest first. */
  #sent: readonly Schemas['SentOtp'][] = []

  constructor(api: UserApi, phoneNumber: PhoneNumber) {
    this.#api = api
    this.#phoneNumber = phoneNumber
  }

  /** Sends an OTP. Earlier OTPs stay valid until they expire. */
  async send(options?: CallOptions): Promise<Schemas['SentOtp']> {
    const sent = await this.#api.sendPhoneOtp({ phone_number: this.#phoneNumber }, options)
    this.#sent = [sent, ...this.#sent]
    return sent
  }

  /**
   * Verifies the OTP that the user typed, with the newest OTI and then with each earlier OTI that has not
   * expired. A wrong OTP uses up one try of each OTI that is still valid; usually there is only one.
   * @throws Error when no OTP was sent. ApiError of the newest OTI when no OTI accepts the OTP.
   */
  async verify(otp: string, options?: CallOptions): Promise<Schemas['UserDetailsResponse']> {
    const [newest, ...earlier] = this.#sent
    if (!newest) throw new Error('Send an OTP first')
    try {
      return await this.#verifyWith(newest, otp, options)
    } catch (error) {
      if (!isOtherOti(error)) throw error
      for (const sent of earlier.filter(({ expiry_time }) => expiry_time > Date.now())) {
        const verified = await this.#tryWith(sent, otp, options)
        if (verified) return verified
      }
      throw error
    }
  }

  async #tryWith(sent: Schemas['SentOtp'], otp: string, options?: CallOptions) {
    try {
      return await this.#verifyWith(sent, otp, options)
    } catch (error) {
      if (!isOtherOti(error)) throw error
      return undefined
    }
  }

  async #verifyWith({ oti }: Schemas['SentOtp'], otp: string, options?: CallOptions) {
    return await this.#api.verifyPhoneOtp({ phone_number: this.#phoneNumber, otp, oti }, options)
  }
}

/** Whether the OTP may belong to another OTI: it is wrong for this one, or this one is no longer valid. */
function isOtherOti(error: unknown): boolean {
  return isApiError(error) && [2002, 2003, 2008].includes(error.code)
}
