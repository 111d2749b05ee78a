import * as z from 'zod/mini'
import { defineRoute } from '../../../../../shared/http/define-route.ts'
import { endpoint } from '../../../../../shared/http/endpoint.ts'
import { v1Envelope } from '../../../../../shared/http/envelope.ts'

// Only the rehearsal deploys this route, as the change of its second version.

export const route = defineRoute({
  summary: 'Read the points',
  authentication: 'session',
  envelope: v1Envelope,
  response: z.object({ points: z.int() }),
  errors: [],
  uses: { usersTable: ['dynamodb:GetItem'] },
})

export const handler = endpoint(route, ({ user }) => ({ points: user.points }))
