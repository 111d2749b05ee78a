import { describeRoute } from '../../../../shared/http/describe-route.ts'
import { examplePortalUser } from '../../../../shared/portal/docs.ts'
import { route } from './user.get.ts'

export const docs = describeRoute(route, {
  operationId: 'getPortalUser',
  tag: 'Portal',
  description: 'Returns information about the currently logged in user. Never encrypted.',
  response: examplePortalUser,
})
