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
  errors: [NotFoundError],
  // No AWS calls: the alarms of the stack cover DynamoDB, and anyone may call this route.
  uses: {},
})

export const handler = endpointWithoutAws(route, () => ({ message: 'OK' }))
