import { describeRoute } from '../../shared/http/describe-route.ts'
import { EXAMPLE_OTI } from '../../shared/otps/docs.ts'
import { route } from './reset-password.post.ts'

export const docs = describeRoute(route, {
  operationId: 'resetPassword',
  tag: 'Accounts',
  description: ({ otpTriesPerOti }) =>
    'Replaces the password with the OTP of forgot-password, or with a one-time code from an operator, and ends all ' +
    `sessions of the account. An OTI allows ${otpTriesPerOti} tries. After a success, the OTI cannot be used again. A new password that is too ` +
    'weak gets 1006 and uses up a try. Once the account has another password or phone number, the OTP gets 2008. If the ' +
    'response is lost, log in with the new password: 2008 can mean that the first request succeeded.',
  requests: {
    'the OTP of the SMS': { oti: EXAMPLE_OTI, otp: '12345678', new_password: 'quiet-lamp-45' },
  },
  response: { message: 'Password changed. Log in with the new password.' },
})
