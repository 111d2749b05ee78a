import { exampleUser } from '../../shared/accounts/docs.ts'
import { describeRoute } from '../../shared/http/describe-route.ts'
import { route } from './me.get.ts'

export const docs = describeRoute(route, {
  operationId: 'me',
  tag: 'Profile',
  description: 'Returns the profile of the authenticated user.',
  response: exampleUser,
})
