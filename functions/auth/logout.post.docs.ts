import { describeRoute } from '../../shared/http/describe-route.ts'
import { route } from './logout.post.ts'

export const docs = describeRoute(route, {
  operationId: 'logOut',
  tag: 'Accounts',
  description: 'Ends the session of the token. Other sessions of the user continue.',
  response: { message: 'Operation completed successfully.' },
})
