import { ValidationFailedError } from '../../../../shared/errors.ts'
import { describeRoute } from '../../../../shared/http/describe-route.ts'
import { examplePortalUser } from '../../../../shared/portal/docs.ts'
import { MAX_WRONG_PASSWORDS } from '../../../../shared/portal/limits.ts'
import { route } from './user.patch.ts'

export const docs = describeRoute(route, {
  operationId: 'updatePortalUser',
  tag: 'Portal',
  description:
    'Send a partial (differential) object of changes to the user information, with the current password. Fields that ' +
    'are empty, null or absent do not change. Either all changes are saved or none. A new password ends all other ' +
    `sessions. ${MAX_WRONG_PASSWORDS} wrong passwords end this session. Errors are checked in this order: 400 Bad Request, ` +
    '400 The password field is required, 401 Invalid password, 200 Passwords do not match, 200 New password must be at least 8 characters, 400 for a weak new password. Two of these ' +
    'errors have HTTP status 200, as documented: read `error`. The response of this route is never encrypted.',
  requests: {
    'the major': { user: { password: 'quiet-lamp-4', major: 'Computer Science' } },
    'the password': {
      user: {
        password: 'quiet-lamp-4',
        newPassword: 'quiet-lamp-45',
        confPassword: 'quiet-lamp-45',
      },
    },
  },
  response: { ...examplePortalUser, major: 'Computer Science' },
  errors: [
    {
      error: new ValidationFailedError([]),
      when: 'The request is not valid, e.g. it has no `user` object, or a field is too long. The response does not say which.',
    },
  ],
})
