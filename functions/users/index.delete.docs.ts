import { exampleUser } from '../../shared/accounts/docs.ts'
import { describeRoute } from '../../shared/http/describe-route.ts'
import { route } from './index.delete.ts'

export const docs = describeRoute(route, {
  operationId: 'deleteUser',
  tag: 'Accounts',
  description:
    'Delete the authenticated user and log them out from all active sessions. Afterwards every token of the user gets ' +
    '1001, and another account may use the e-mail address and the phone number. If the response is lost or is 3507, ' +
    'send the request again. 1001 then means that the first request succeeded or that the session had ended before ' +
    'it: log in to find out. 2101 with the right password means that the account is deleted.',
  response: { id: exampleUser.id, message: 'Operation completed successfully.' },
})
