import { loggedIn } from '../../shared/accounts/logged-in.ts'
import { defineRoute } from '../../shared/http/define-route.ts'
import { endpoint } from '../../shared/http/endpoint.ts'
import { v1Envelope } from '../../shared/http/envelope.ts'
import { InvalidCredentialsError } from '../../shared/login/errors.ts'
import { credentials, logIn } from '../../shared/login/log-in.ts'
import { RateLimitedError } from '../../shared/rate-limits/errors.ts'

export const route = defineRoute({
  summary: 'Log in with e-mail and password',
  authentication: 'none',
  envelope: v1Envelope,
  body: credentials,
  response: loggedIn,
  errors: [InvalidCredentialsError, RateLimitedError],
  uses: {
    usersTable: ['dynamodb:GetItem', 'dynamodb:UpdateItem'],
    // The OTPs table also has the counters of wrong passwords.
    otpsTable: ['dynamodb:GetItem', 'dynamodb:UpdateItem', 'dynamodb:ConditionCheckItem'],
  },
  settings: ['loginTriesPerIp', 'loginTriesPerEmailAndIp', 'loginTriesPerEmail', 'picturesUrl'],
  // With 1024 MB, hashing a password takes half as long as with 512 MB, at about the same price: docs/performance.md.
  memoryMb: 1024,
})

export const handler = endpoint(route, ({ body, network }) => logIn(body, network))
