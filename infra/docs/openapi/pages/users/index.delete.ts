import { route } from '../../../../../functions/users/index.delete.ts'
import { describeRoute } from '../../route-page.ts'

export const page = describeRoute(route, {
  operationId: 'deleteUser',
  tag: 'Accounts',
  description:
    'Delete the authenticated user and log them out from all active sessions. From then on every token of theirs is ' +
    '1001, and e-mail and phone number are free. A repeat after an answer that was lost is therefore 1001 when the ' +
    'first went well. After 3507 nothing has changed.',
  response: { id: '507f1f77bcf86cd799439011', message: 'Operation completed successfully.' },
})
