import { route } from '../../../../../../../functions/app/api/v1/user.get.ts'
import { exampleMember } from '../../../../example-user.ts'
import { describeRoute } from '../../../../route-page.ts'

export const page = describeRoute(route, {
  operationId: 'getPortalUser',
  tag: 'Society portal',
  description: 'Information about the currently logged in user. Never encrypted.',
  response: exampleMember,
})
