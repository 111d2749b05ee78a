import { confirmation } from '../shared/http/confirmation.ts'
import { defineRoute } from '../shared/http/define-route.ts'
import { endpointWithoutAws } from '../shared/http/endpoint-without-aws.ts'
import { v1Envelope } from '../shared/http/envelope.ts'
import { NotFoundError } from '../shared/http/errors.ts'

export const route = defineRoute({
  summary: 'Respond to health checks',
  authentication: 'none',
  envelope: v1Envelope,
  response: confirmation,
  // NotFoundError: for a request that bypasses CloudFront (shared/http/middleware/require-edge.ts).
  errors: [NotFoundError],
  // This route makes no AWS calls, because anyone may call it. Alarms of the stack watch DynamoDB instead.
  uses: {},
})

export const handler = endpointWithoutAws(route, () => ({ message: 'OK' }))
