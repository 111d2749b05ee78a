import { defineRoute } from '../../../../shared/http/define-route.ts'
import { endpoint } from '../../../../shared/http/endpoint.ts'
import { societyEnvelope } from '../../../../shared/http/envelope.ts'
import {
  InvalidPasswordError,
  NewPasswordTooShortError,
  PasswordRequiredError,
  PasswordsDoNotMatchError,
} from '../../../../shared/members/errors.ts'
import { member } from '../../../../shared/members/member.ts'
import { memberUpdate, updateMember } from '../../../../shared/members/update-member.ts'
import { RateLimitedError } from '../../../../shared/rate-limits/errors.ts'

export const route = defineRoute({
  summary: 'Update the profile or the password, as the society portal does',
  authentication: 'session',
  envelope: societyEnvelope,
  body: memberUpdate,
  response: member,
  errors: [
    PasswordRequiredError,
    InvalidPasswordError,
    PasswordsDoNotMatchError,
    NewPasswordTooShortError,
    RateLimitedError,
  ],
  uses: { usersTable: ['dynamodb:GetItem', 'dynamodb:UpdateItem'] },
  settings: ['passwordTries', 'picturesUrl'],
})

export const handler = endpoint(route, ({ caller, user, body }) =>
  updateMember(caller, user, body.user),
)
