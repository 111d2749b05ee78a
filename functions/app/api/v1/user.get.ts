import { defineRoute } from '../../../../shared/http/define-route.ts'
import { endpoint } from '../../../../shared/http/endpoint.ts'
import { societyEnvelope } from '../../../../shared/http/envelope.ts'
import { member, toMember } from '../../../../shared/members/member.ts'

export const route = defineRoute({
  summary: 'Read the profile, as the society portal knows it',
  authentication: 'session',
  envelope: societyEnvelope,
  response: member,
  errors: [],
  uses: { usersTable: ['dynamodb:GetItem'] },
  settings: ['picturesUrl'],
})

export const handler = endpoint(route, ({ user }) => toMember(user))
