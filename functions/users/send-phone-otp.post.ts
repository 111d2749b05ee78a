import { defineRoute } from '../../shared/http/define-route.ts'
import { endpoint } from '../../shared/http/endpoint.ts'
import { v1Envelope } from '../../shared/http/envelope.ts'
import {
  OtpDeliveryFailedError,
  PhoneRegisteredElsewhereError,
} from '../../shared/phone-verification/errors.ts'
import { otpRequest, sendOtp, sentOtp } from '../../shared/phone-verification/send-otp.ts'
import { RateLimitedError } from '../../shared/rate-limits/errors.ts'

export const route = defineRoute({
  summary: 'Send an OTP to a phone number',
  // The handler checks the session itself, with a condition of its DynamoDB write.
  authentication: 'handler',
  envelope: v1Envelope,
  logsNetwork: true,
  body: otpRequest,
  response: sentOtp,
  errors: [PhoneRegisteredElsewhereError, OtpDeliveryFailedError, RateLimitedError],
  uses: {
    // GetItem: to authenticate a request that fails validation.
    usersTable: ['dynamodb:ConditionCheckItem', 'dynamodb:GetItem'],
    // UpdateItem: to count against the rate limits. GetItem: to compute Retry-After. DeleteItem: to delete an
    // OTP whose SMS SNS refused.
    otpsTable: [
      'dynamodb:PutItem',
      'dynamodb:UpdateItem',
      'dynamodb:GetItem',
      'dynamodb:DeleteItem',
    ],
    sms: ['sns:Publish'],
  },
  settings: [
    'otpDigits',
    'otpSeconds',
    'otiSeconds',
    'otpCooldownSeconds',
    'otpSendsPerUser',
    'otpSendsPerPhone',
    'otpSendsPerPhoneADay',
    'otpSendsPerIp',
    'otpSendsOfAll',
    'otpPhonesPerUser',
    'smsSenderId',
    'smsEntityId',
    'smsTemplateId',
    'smsText',
  ],
})

export const handler = endpoint(route, ({ caller, body, network }) =>
  sendOtp(caller, body.phone_number, network),
)
