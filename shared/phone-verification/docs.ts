import { MESSAGE } from '../docs.ts'
import { describeComponent, type FeatureDocs } from '../feature-docs.ts'
import {
  OtiExpiredError,
  OtpDeliveryFailedError,
  OtpExpiredError,
  OtpIncorrectError,
  PhoneAlreadyOnAccountError,
  PhoneRegisteredElsewhereError,
} from './errors.ts'
import { otpRequest, sentOtp } from './send-otp.ts'
import { otpVerification } from './verify-otp.ts'

/** The phone number and the OTI of the V1 document's examples. */
export const EXAMPLE_PHONE = { code: '+91', value: '9876543210' } as const
export const EXAMPLE_OTI = 'b2c3d4e5-f6a7-8901-bcde-f12345678901'

const PHONE_NUMBER = {
  description: 'An Indian mobile number.',
  fields: {
    code: 'India only.',
    value:
      '10–15 digits. A leading `0`, `91`, `091` or `0091` before ten digits is dropped: all these spellings are one number. The ten digits begin with 6, 7, 8 or 9.',
  },
}

export const docs: FeatureDocs = {
  schemas: [
    describeComponent('OtpRequest', otpRequest, 'The number to send an OTP to.', {
      phone_number: PHONE_NUMBER,
    }),
    describeComponent('SentOtp', sentOtp, 'An OTP that was sent.', {
      message: MESSAGE,
      expiry_time: 'When the OTP expires: epoch milliseconds.',
      oti: 'Id of this OTP, to be sent back with it.',
    }),
    describeComponent(
      'OtpVerification',
      otpVerification,
      'The OTP, its OTI and its phone number.',
      {
        phone_number: PHONE_NUMBER,
        otp: { description: 'The digits of the SMS.', override: { minLength: 1, maxLength: 10 } },
        oti: 'From the response of send-phone-otp.',
      },
    ),
  ],
  errors: [
    {
      error: new OtpIncorrectError(4),
      when: 'OTP is incorrect. `details` has the number of attempts left.',
    },
    { error: new OtpExpiredError(), when: 'OTP has expired: request a new one.' },
    {
      error: new OtiExpiredError(),
      when: 'OTI has expired, is used, has no attempts left or is unknown: request a new OTP.',
    },
    {
      error: new PhoneRegisteredElsewhereError(),
      when: 'Phone number already registered to another account.',
    },
    {
      error: new PhoneAlreadyOnAccountError(),
      when: 'Phone number already exists on this account. After a lost response: the first request succeeded.',
    },
    {
      error: new OtpDeliveryFailedError(30, undefined),
      when: 'The SMS was not sent, or its delivery is uncertain.',
    },
  ],
}
