import { recordUse } from '../../shared/accounts/record-use.ts'
import { toUserDetails, userDetails } from '../../shared/accounts/user-details.ts'
import { defineRoute } from '../../shared/http/define-route.ts'
import { endpoint } from '../../shared/http/endpoint.ts'
import { v1Envelope } from '../../shared/http/envelope.ts'

export const route = defineRoute({
  summary: 'Read the profile',
  authentication: 'session',
  envelope: v1Envelope,
  response: userDetails,
  errors: [],
  // UpdateItem: to record that the session was used.
  uses: { usersTable: ['dynamodb:GetItem', 'dynamodb:UpdateItem'] },
  settings: ['picturesUrl'],
})

export const handler = endpoint(route, async ({ caller, user }) => {
  await recordUse(caller, user)
  return toUserDetails(user)
})
