import { describeRoute } from '../../shared/http/describe-route.ts'
import { EXAMPLE_OTI } from '../../shared/otps/docs.ts'
import { EXAMPLE_PHONE } from '../../shared/phone-verification/docs.ts'
import { route } from './send-phone-otp.post.ts'

export const docs = describeRoute(route, {
  operationId: 'sendPhoneOtp',
  tag: 'Phone number',
  description: ({ otpDigits, otpSeconds, otpTriesPerOti, otpCooldownSeconds, otpSendsPerUser }) =>
    `Send an OTP of ${otpDigits} digits to validate the user’s phone number. It is valid for ${otpSeconds / 60} minutes and ${otpTriesPerOti} ` +
    `tries. An account may request one OTP every ${otpCooldownSeconds} seconds and ${otpSendsPerUser} an hour; further requests get 1005. ` +
    '**Do not retry automatically**: each successful request sends an SMS. SMS may not arrive in the order of the ' +
    'requests. Keep each `oti` until its `expiry_time`, and send each OTP with its own `oti`.',
  requests: { 'an Indian number': { phone_number: EXAMPLE_PHONE } },
  response: {
    message: 'OTP sent successfully',
    expiry_time: 1714400300000,
    oti: EXAMPLE_OTI,
  },
})
