import { describeRoute } from '../../shared/http/describe-route.ts'
import { route } from './logout.post.ts'

export const docs = describeRoute(route, {
  operationId: 'logOut',
  tag: 'Accounts',
  description:
    'Ends the session of the token (`this`, also without a body), every other session of the user (`others`, e.g. of ' +
    'a lost device), or all of them (`all`).',
  requests: {
    'this session': {},
    'all other sessions': { scope: 'others' },
    'all sessions': { scope: 'all' },
  },
  response: { message: 'Operation completed successfully.' },
})
