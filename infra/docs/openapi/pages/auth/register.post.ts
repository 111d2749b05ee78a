import { route } from '../../../../../functions/auth/register.post.ts'
import { exampleLogin } from '../../example-user.ts'
import { describeRoute } from '../../route-page.ts'

export const page = describeRoute(route, {
  operationId: 'register',
  tag: 'Accounts',
  description:
    'Opens an account and its first session. The token is told here and never again; it lives for 30 days. ' +
    'Never encrypted: the answer is where the key comes from.',
  requests: {
    'a student': {
      email: 'jsmith@example.com',
      password: 'test1234',
      name: { first_name: 'John', last_name: 'Smith' },
      year: 2,
      major: 'Cognitive Science',
    },
  },
  response: exampleLogin,
})
