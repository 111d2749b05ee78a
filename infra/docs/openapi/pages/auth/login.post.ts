import { route } from '../../../../../functions/auth/login.post.ts'
import { exampleLogin } from '../../example-user.ts'
import { describeRoute } from '../../route-page.ts'

export const page = describeRoute(route, {
  operationId: 'logIn',
  tag: 'Accounts',
  description:
    'Opens a session of 30 days. A user has at most 10: the eleventh ends the oldest. ' +
    'Too many wrong passwords answer 1005 for a while. Never encrypted.',
  requests: { 'e-mail and password': { email: 'jsmith@example.com', password: 'test1234' } },
  response: exampleLogin,
})
