import { describeRoute } from '../../../../../shared/http/describe-route.ts'
import { route } from './points.get.ts'

export const docs = describeRoute(route, {
  operationId: 'readPoints',
  tag: 'Profile',
  description: 'Returns the points of the authenticated user.',
  response: { points: 0 },
})
