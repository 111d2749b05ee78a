import { describeRoute } from '../../shared/http/describe-route.ts'
import { EXAMPLE_OTI } from '../../shared/otps/docs.ts'
import { RECOVERY_OTP_DIGITS } from '../../shared/password-recovery/limits.ts'
import { EXAMPLE_PHONE } from '../../shared/phone-verification/docs.ts'
import { route } from './forgot-password.post.ts'

export const docs = describeRoute(route, {
  operationId: 'forgotPassword',
  tag: 'Accounts',
  description: ({ otpSeconds, recoveriesPerIp, recoverySendsPerPhone }) =>
    `Sends an OTP of ${RECOVERY_OTP_DIGITS} digits to the verified phone number of the account with this e-mail address or number. ` +
    'No SMS is sent when there is no such account, when its number is not verified or was verified in the last seven days, or when the number has received ' +
    `${recoverySendsPerPhone} of these SMS within an hour. The response is then the same, after the same time. The OTP is valid for ${otpSeconds / 60} minutes. ` +
    `At most ${recoveriesPerIp} requests an hour from one network; further requests get 1005. ` +
    '**Do not retry automatically**: each request can send an SMS.',
  requests: {
    'by e-mail address': { email: 'jsmith@example.com' },
    'by phone number': { phone_number: EXAMPLE_PHONE },
  },
  response: {
    message: 'If an account with a verified phone number exists, an OTP is sent to it',
    expiry_time: 1714400300000,
    oti: EXAMPLE_OTI,
  },
})
