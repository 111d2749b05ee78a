import type { FeatureDocs } from '../feature-docs.ts'
import { OtiExpiredError, OtpExpiredError, OtpIncorrectError } from './errors.ts'

/** The OTI of the V1 document's examples. */
export const EXAMPLE_OTI = 'b2c3d4e5-f6a7-8901-bcde-f12345678901'

/** Description of `oti` in requests. */
export const OTI = 'The `oti` in the response of the request that sent the OTP.'

export const docs: FeatureDocs = {
  errors: [
    {
      error: new OtpIncorrectError(4),
      when: 'OTP is incorrect. `details` has the number of tries left.',
    },
    { error: new OtpExpiredError(), when: 'OTP has expired: request a new one.' },
    {
      error: new OtiExpiredError(),
      when: 'OTI has expired, is used, has no tries left or is unknown: request a new OTP.',
    },
  ],
}
