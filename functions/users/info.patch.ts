import { userDetails } from '../../shared/accounts/user-details.ts'
import { defineRoute } from '../../shared/http/define-route.ts'
import { deviceTimeHeader } from '../../shared/http/device-time.ts'
import { endpoint } from '../../shared/http/endpoint.ts'
import { v1Envelope } from '../../shared/http/envelope.ts'
import { updateUserInfo } from '../../shared/users/update-user-info.ts'
import { userInfo } from '../../shared/users/user-info.ts'

export const route = defineRoute({
  summary: 'Update user info',
  // The handler checks the session itself, with a condition of its DynamoDB write.
  authentication: 'handler',
  envelope: v1Envelope,
  headers: deviceTimeHeader,
  body: userInfo,
  response: userDetails,
  errors: [],
  // GetItem: to authenticate a request that fails validation.
  uses: { usersTable: ['dynamodb:UpdateItem', 'dynamodb:GetItem'] },
  settings: ['picturesUrl'],
})

export const handler = endpoint(route, ({ caller, body }) => updateUserInfo(caller, body))
