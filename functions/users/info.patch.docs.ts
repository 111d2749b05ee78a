import { exampleUser } from '../../shared/accounts/docs.ts'
import { describeRoute } from '../../shared/http/describe-route.ts'
import { route } from './info.patch.ts'

export const docs = describeRoute(route, {
  operationId: 'updateUserInfo',
  tag: 'Profile',
  description:
    'Update user info fields. All fields are optional; only provided fields are updated. At least one field must be ' +
    'provided: 1006 if all fields are null or missing. String fields are stripped of whitespace. Either part of ' +
    '`name` may be given alone.',
  requests: {
    'all fields': {
      name: { first_name: 'John', last_name: 'Doe' },
      background_info: 'Engineering graduate, preparing for UPSC',
      attempt_number: 2,
      attempt_year: 2026,
    },
    'one field': { attempt_year: 2026 },
  },
  response: exampleUser,
})
