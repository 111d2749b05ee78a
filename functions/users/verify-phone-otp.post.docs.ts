import { exampleUser } from '../../shared/accounts/docs.ts'
import { describeRoute } from '../../shared/http/describe-route.ts'
import { EXAMPLE_OTI } from '../../shared/otps/docs.ts'
import { EXAMPLE_PHONE } from '../../shared/phone-verification/docs.ts'
import { route } from './verify-phone-otp.post.ts'

export const docs = describeRoute(route, {
  operationId: 'verifyPhoneOtp',
  tag: 'Phone number',
  description: ({ otpTriesPerOti }) =>
    'Verify the OTP and link the phone number to the user’s account: sets `phone_number` and `is_phone_validated`. ' +
    `An OTI allows ${otpTriesPerOti} tries. After a success, the OTI cannot be used again. If the response is lost, send the request again: ` +
    '3709 then means that the first request succeeded. Send each OTP with the OTI of the same ' +
    'send request: any other OTI gets 2002 and uses up a try.',
  requests: {
    'the OTP of the SMS': { phone_number: EXAMPLE_PHONE, otp: '123456', oti: EXAMPLE_OTI },
  },
  response: { ...exampleUser, phone_number: EXAMPLE_PHONE, is_phone_validated: true },
})
