import * as z from 'zod/mini'
import { routeTable } from '../shared/config.ts'
import { defineRoute } from '../shared/http/define-route.ts'
import { v1Envelope } from '../shared/http/envelope.ts'
import { MethodNotAllowedError, NotFoundError } from '../shared/http/errors.ts'
import { openEndpoint } from '../shared/http/open-endpoint.ts'

export const route = defineRoute({
  summary: 'Answer what no other route does',
  authentication: 'none',
  envelope: v1Envelope,
  response: z.null(),
  errors: [NotFoundError, MethodNotAllowedError],
  uses: {},
})

export const handler = openEndpoint(route, ({ method, path }) => {
  const allowed = routeTable()[path]
  // A browser asks before it sends. API Gateway adds the headers that it asks for, to any success.
  if (method === 'OPTIONS' && allowed) return null
  throw allowed ? new MethodNotAllowedError(allowed) : new NotFoundError()
})
