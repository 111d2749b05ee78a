import { MESSAGE } from '../docs.ts'
import { describeComponent, type FeatureDocs } from '../feature-docs.ts'
import { OTI } from '../otps/docs.ts'
import {
  OtpDeliveryFailedError,
  PhoneAlreadyOnAccountError,
  PhoneRegisteredElsewhereError,
} from './errors.ts'
import { otpRequest, sentOtp } from './send-otp.ts'
import { otpVerification } from './verify-otp.ts'

/** The phone number of the V1 document's examples. */
export const EXAMPLE_PHONE = { code: '+91', value: '9876543210' } as const

/** Description of a phone number in requests. */
export const PHONE_NUMBER = {
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
        oti: OTI,
      },
    ),
  ],
  errors: [
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
