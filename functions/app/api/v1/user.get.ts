import { recordUse } from '../../../../shared/accounts/record-use.ts'
import { defineRoute } from '../../../../shared/http/define-route.ts'
import { endpoint } from '../../../../shared/http/endpoint.ts'
import { portalEnvelope } from '../../../../shared/http/envelope.ts'
import { portalUser, toPortalUser } from '../../../../shared/portal/portal-user.ts'

export const route = defineRoute({
  summary: 'Read the profile in the form that the portal uses',
  authentication: 'session',
  envelope: portalEnvelope,
  response: portalUser,
  errors: [],
  // UpdateItem: to record that the session was used.
  uses: { usersTable: ['dynamodb:GetItem', 'dynamodb:UpdateItem'] },
  settings: ['picturesUrl'],
})

export const handler = endpoint(route, async ({ caller, user }) => {
  await recordUse(caller, user)
  return toPortalUser(user)
})
