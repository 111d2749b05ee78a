import { exampleLogin, SESSION_DAYS } from '../../shared/accounts/docs.ts'
import { MAX_SESSIONS } from '../../shared/accounts/session-limits.ts'
import { describeRoute } from '../../shared/http/describe-route.ts'
import { route } from './login.post.ts'

export const docs = describeRoute(route, {
  operationId: 'logIn',
  tag: 'Accounts',
  description:
    `Opens a session of ${SESSION_DAYS} days. A user has at most ${MAX_SESSIONS} sessions: one more ends the oldest. ` +
    'After too many wrong passwords, logins get 1005 for a while. Never encrypted.',
  requests: { 'e-mail and password': { email: 'jsmith@example.com', password: 'quiet-lamp-4' } },
  response: exampleLogin,
})
