import { defineRoute } from '../../../../shared/http/define-route.ts'
import { endpoint } from '../../../../shared/http/endpoint.ts'
import { portalEnvelope } from '../../../../shared/http/envelope.ts'
import {
  InvalidPasswordError,
  NewPasswordTooShortError,
  NewPasswordTooWeakError,
  PasswordRequiredError,
  PasswordsDoNotMatchError,
} from '../../../../shared/portal/errors.ts'
import { portalUser } from '../../../../shared/portal/portal-user.ts'
import { portalUserUpdate, updatePortalUser } from '../../../../shared/portal/update-portal-user.ts'
import { RateLimitedError } from '../../../../shared/rate-limits/errors.ts'

export const route = defineRoute({
  summary: 'Update the profile or the password from the portal',
  authentication: 'session',
  envelope: portalEnvelope,
  body: portalUserUpdate,
  response: portalUser,
  errors: [
    PasswordRequiredError,
    InvalidPasswordError,
    PasswordsDoNotMatchError,
    NewPasswordTooShortError,
    NewPasswordTooWeakError,
    RateLimitedError,
  ],
  uses: { usersTable: ['dynamodb:GetItem', 'dynamodb:UpdateItem'] },
  settings: ['passwordTries', 'picturesUrl'],
  // With 1024 MB, hashing a password takes half as long as with 512 MB, at about the same price: docs/performance.md.
  memoryMb: 1024,
})

export const handler = endpoint(route, ({ caller, user, body }) =>
  updatePortalUser(caller, user, body.user),
)
