import { route } from '../../../../../functions/users/verify-phone-otp.post.ts'
import { EXAMPLE_OTI, EXAMPLE_PHONE, exampleUser } from '../../example-user.ts'
import { describeRoute } from '../../route-page.ts'

export const page = describeRoute(route, {
  operationId: 'verifyPhoneOtp',
  tag: 'Phone number',
  description:
    'Verify the OTP and link the phone number to the user’s account: the OTI is used up, `phone_number` is set and ' +
    '`is_phone_validated` is true. A repeat after an answer that was lost is 3709 when the first went well.',
  requests: {
    'the OTP of the SMS': { phone_number: EXAMPLE_PHONE, otp: '123456', oti: EXAMPLE_OTI },
  },
  response: { ...exampleUser, phone_number: EXAMPLE_PHONE, is_phone_validated: true },
})
