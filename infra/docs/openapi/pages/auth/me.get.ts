import { route } from '../../../../../functions/auth/me.get.ts'
import { exampleUser } from '../../example-user.ts'
import { describeRoute } from '../../route-page.ts'

export const page = describeRoute(route, {
  operationId: 'me',
  tag: 'Profile',
  description: 'The profile of the authenticated user.',
  response: exampleUser,
})
