import { userDetails } from '../../shared/accounts/user-details.ts'
import { defineRoute } from '../../shared/http/define-route.ts'
import { endpoint } from '../../shared/http/endpoint.ts'
import { v1Envelope } from '../../shared/http/envelope.ts'
import { OtiExpiredError, OtpExpiredError, OtpIncorrectError } from '../../shared/otps/errors.ts'
import {
  PhoneAlreadyOnAccountError,
  PhoneRegisteredElsewhereError,
} from '../../shared/phone-verification/errors.ts'
import { otpVerification, verifyOtp } from '../../shared/phone-verification/verify-otp.ts'
import { RateLimitedError } from '../../shared/rate-limits/errors.ts'

export const route = defineRoute({
  summary: 'Verify the OTP and link the phone number to the account',
  // The handler checks the session itself, with a condition of its first DynamoDB write. It reads the profile and the
  // OTP in parallel.
  authentication: 'handler',
  envelope: v1Envelope,
  body: otpVerification,
  response: userDetails,
  errors: [
    OtpIncorrectError,
    OtpExpiredError,
    OtiExpiredError,
    PhoneAlreadyOnAccountError,
    PhoneRegisteredElsewhereError,
    RateLimitedError,
  ],
  uses: {
    usersTable: [
      'dynamodb:GetItem',
      'dynamodb:ConditionCheckItem',
      'dynamodb:UpdateItem',
      'dynamodb:PutItem',
      'dynamodb:DeleteItem',
    ],
    otpsTable: ['dynamodb:GetItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'],
  },
  settings: ['otpDigits', 'otpTriesPerOti', 'otpTriesPerUser', 'otpTriesPerPhone', 'picturesUrl'],
})

export const handler = endpoint(route, ({ caller, body }) => verifyOtp(caller, body))
