import { route } from '../../../../../../../functions/app/api/v1/user.patch.ts'
import { exampleMember } from '../../../../example-user.ts'
import { describeRoute } from '../../../../route-page.ts'

export const page = describeRoute(route, {
  operationId: 'updatePortalUser',
  tag: 'Society portal',
  description:
    'A partial (differential) object of changes to the user information, for somebody who knows the current password. ' +
    'Fields that are empty, null or absent stay as they are; all is saved, or nothing. A new password ends all other ' +
    'sessions. Errors come in this order: 400 Bad Request, 400 The password field is required, 401 Invalid password, ' +
    '200 Passwords do not match, 200 New password must be at least 8 characters. Never encrypted.',
  requests: {
    'the major': { user: { password: 'test1234', major: 'Computer Science' } },
    'the password': {
      user: { password: 'test1234', newPassword: 'test12345', confPassword: 'test12345' },
    },
  },
  response: { ...exampleMember, major: 'Computer Science' },
})
