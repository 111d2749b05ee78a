import { route } from '../../../../../functions/users/info.patch.ts'
import { exampleUser } from '../../example-user.ts'
import { describeRoute } from '../../route-page.ts'

export const page = describeRoute(route, {
  operationId: 'updateUserInfo',
  tag: 'Profile',
  description:
    'Update user info fields. All fields are optional; only provided fields are updated. At least one must be ' +
    'provided: 1006 if all are null or missing. Strings are stripped of whitespace; either part of `name` may come alone.',
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
