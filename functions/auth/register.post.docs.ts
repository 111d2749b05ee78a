import { exampleLogin, MAX_SESSION_DAYS, SESSION_DAYS } from '../../shared/accounts/docs.ts'
import { describeRoute } from '../../shared/http/describe-route.ts'
import { route } from './register.post.ts'

export const docs = describeRoute(route, {
  operationId: 'register',
  tag: 'Accounts',
  description: ({ registrationsPerIp }) =>
    'Opens an account and its first session. The token is returned only once. The session ends after ' +
    `${SESSION_DAYS} days without a use and ${MAX_SESSION_DAYS} days after the registration at the latest. ` +
    `At most ${registrationsPerIp} registrations an hour from one network; further requests get 1005. ` +
    'Never encrypted, because the encryption key comes from this response.',
  requests: {
    'a student': {
      email: 'jsmith@example.com',
      password: 'quiet-lamp-4',
      name: { first_name: 'John', last_name: 'Smith' },
      year: 2,
      major: 'Cognitive Science',
    },
  },
  response: exampleLogin,
})
