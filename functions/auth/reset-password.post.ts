import { confirmation } from '../../shared/http/confirmation.ts'
import { defineRoute } from '../../shared/http/define-route.ts'
import { endpoint } from '../../shared/http/endpoint.ts'
import { v1Envelope } from '../../shared/http/envelope.ts'
import { OtiExpiredError, OtpExpiredError, OtpIncorrectError } from '../../shared/otps/errors.ts'
import { passwordReset, resetPassword } from '../../shared/password-recovery/reset-password.ts'

export const route = defineRoute({
  summary: 'Replace a forgotten password and end all sessions',
  authentication: 'none',
  envelope: v1Envelope,
  body: passwordReset,
  response: confirmation,
  errors: [OtpIncorrectError, OtpExpiredError, OtiExpiredError],
  uses: {
    usersTable: ['dynamodb:GetItem', 'dynamodb:UpdateItem'],
    otpsTable: ['dynamodb:GetItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'],
  },
  settings: ['otpTriesPerOti'],
  // With 1024 MB, hashing a password takes half as long as with 512 MB, at about the same price: docs/performance.md.
  memoryMb: 1024,
})

export const handler = endpoint(route, ({ body, network }) => resetPassword(body, network))
