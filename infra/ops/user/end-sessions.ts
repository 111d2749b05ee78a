import { endSessions } from '../../../shared/accounts/operator-writes.ts'
import { AccountChangedError, defineAction, requireProfile } from './action.ts'

/** `--end-sessions`: logs the user out everywhere. */
export const endSessionsAction = defineAction<true>({
  flags: '--end-sessions',
  description: 'end all sessions of the user',
  plan: (found) => {
    const { id, sessions } = requireProfile(found)
    const count = Object.keys(sessions).length
    return {
      effect: `end all sessions of the user, now ${count}`,
      details: { sessions: count },
      perform: async () => {
        if (!(await endSessions(id))) throw new AccountChangedError()
        return 'All sessions have ended.'
      },
    }
  },
})
