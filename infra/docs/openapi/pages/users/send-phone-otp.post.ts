import { route } from '../../../../../functions/users/send-phone-otp.post.ts'
import { EXAMPLE_OTI, EXAMPLE_PHONE } from '../../example-user.ts'
import { describeRoute } from '../../route-page.ts'

export const page = describeRoute(route, {
  operationId: 'sendPhoneOtp',
  tag: 'Phone number',
  description:
    'Send an OTP to validate the user’s phone number. It is good for five minutes and five tries. An account may send ' +
    'one every 30 seconds and five an hour (1005). **Do not repeat by itself**: each call that goes well is an SMS.',
  requests: { 'an Indian number': { phone_number: EXAMPLE_PHONE } },
  response: {
    message: 'OTP sent successfully',
    expiry_time: 1714400300000,
    oti: EXAMPLE_OTI,
  },
})
