import { loggedIn } from '../../shared/accounts/logged-in.ts'
import { defineRoute } from '../../shared/http/define-route.ts'
import { endpoint } from '../../shared/http/endpoint.ts'
import { v1Envelope } from '../../shared/http/envelope.ts'
import { RateLimitedError } from '../../shared/rate-limits/errors.ts'
import { EmailAlreadyRegisteredError } from '../../shared/users/errors.ts'
import { registerUser, registration } from '../../shared/users/register-user.ts'

export const route = defineRoute({
  summary: 'Open an account and log in',
  authentication: 'none',
  envelope: v1Envelope,
  status: 201,
  body: registration,
  response: loggedIn,
  errors: [EmailAlreadyRegisteredError, RateLimitedError],
  // The OTPs table also has the counters of the rate limits.
  uses: { usersTable: ['dynamodb:PutItem'], otpsTable: ['dynamodb:UpdateItem'] },
  settings: ['registrationsPerIp', 'picturesUrl'],
  // With 1024 MB, hashing a password takes half as long as with 512 MB, at about the same price: docs/performance.md.
  memoryMb: 1024,
})

export const handler = endpoint(route, ({ body, network }) => registerUser(body, network))
