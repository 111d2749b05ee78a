import { confirmation } from '../../shared/http/confirmation.ts'
import { defineRoute } from '../../shared/http/define-route.ts'
import { endpoint } from '../../shared/http/endpoint.ts'
import { v1Envelope } from '../../shared/http/envelope.ts'
import { logOut, logoutRequest } from '../../shared/login/log-out.ts'

export const route = defineRoute({
  summary: 'Log out of this session, all others or all',
  // The handler checks the session itself, with a condition of its DynamoDB write.
  authentication: 'handler',
  envelope: v1Envelope,
  body: logoutRequest,
  response: confirmation,
  errors: [],
  // GetItem: to read the feature flags and, for the scope `others`, the session that stays open.
  uses: { usersTable: ['dynamodb:UpdateItem', 'dynamodb:GetItem'] },
})

export const handler = endpoint(route, ({ caller, body }) => logOut(caller, body))
