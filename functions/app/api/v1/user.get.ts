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
  uses: { usersTable: ['dynamodb:GetItem'] },
  settings: ['picturesUrl'],
})

export const handler = endpoint(route, ({ user }) => toPortalUser(user))
