import { route } from '../../../../../functions/auth/logout.post.ts'
import { describeRoute } from '../../route-page.ts'

export const page = describeRoute(route, {
  operationId: 'logOut',
  tag: 'Accounts',
  description: 'Ends the session of the token; other sessions of the user go on.',
  response: { message: 'Operation completed successfully.' },
})
