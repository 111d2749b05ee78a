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
  uses: { usersTable: ['dynamodb:GetItem'] },
  settings: ['picturesUrl'],
})

export const handler = endpoint(route, ({ user }) => toUserDetails(user))
