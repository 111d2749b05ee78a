import { exampleLogin, MAX_SESSION_DAYS, SESSION_DAYS } from '../../shared/accounts/docs.ts'
import { MAX_SESSIONS } from '../../shared/accounts/limits.ts'
import { describeRoute } from '../../shared/http/describe-route.ts'
import { route } from './login.post.ts'

export const docs = describeRoute(route, {
  operationId: 'logIn',
  tag: 'Accounts',
  description:
    `Opens a session, which ends after ${SESSION_DAYS} days without a use and ${MAX_SESSION_DAYS} days after the login ` +
    `at the latest. A user has at most ${MAX_SESSIONS} sessions. Another login ends a session that was never used. If there is ` +
    'none, it ends the least recently used session. ' +
    'After too many wrong passwords, logins get 1005 for a while. The response of this route is never encrypted.',
  requests: { 'e-mail and password': { email: 'jsmith@example.com', password: 'quiet-lamp-4' } },
  response: exampleLogin,
})
