import { EMAIL, NEW_PASSWORD } from '../accounts/docs.ts'
import { MAX_EMAIL } from '../accounts/fields.ts'
import { MESSAGE } from '../docs.ts'
import { describeComponent, type FeatureDocs } from '../feature-docs.ts'
import { OTI } from '../otps/docs.ts'
import { PHONE_NUMBER } from '../phone-verification/docs.ts'
import { RECOVERY_OTP_DIGITS } from './limits.ts'
import { recoveryRequest, requestedRecovery } from './request-recovery.ts'
import { passwordReset } from './reset-password.ts'

export const docs: FeatureDocs = {
  schemas: [
    describeComponent(
      'RecoveryRequest',
      recoveryRequest,
      'The account whose password is forgotten: exactly one of the two fields.',
      {
        email: {
          description: EMAIL.description,
          // The generated form would copy keywords of the docs tool into the document.
          override: {
            anyOf: undefined,
            type: ['string', 'null'],
            format: 'email',
            maxLength: MAX_EMAIL,
          },
        },
        phone_number: { ...PHONE_NUMBER, description: 'The verified number.' },
      },
    ),
    describeComponent(
      'RequestedRecovery',
      requestedRecovery,
      'The same with and without an account.',
      {
        message: MESSAGE,
        expiry_time: 'When the OTP expires: epoch milliseconds.',
        oti: 'Id of this OTP, to be sent back with it.',
      },
    ),
    describeComponent('PasswordReset', passwordReset, 'The OTP, its OTI and the new password.', {
      oti: OTI,
      otp: {
        description: 'The digits of the SMS.',
        override: { minLength: RECOVERY_OTP_DIGITS, maxLength: RECOVERY_OTP_DIGITS },
      },
      new_password: NEW_PASSWORD,
    }),
  ],
}
