import { placeholderEmail } from '../../../shared/accounts/operator-writes.ts'
import { defineAction, requireProfile } from './action.ts'
import { giveEmail } from './give-email.ts'

/** `--free-email`: replaces the e-mail address by a placeholder, because an account must have one. */
export const freeEmailAction = defineAction<true>({
  flags: '--free-email',
  description: 'replace the e-mail address by a placeholder and free it',
  plan: (found) => {
    const user = requireProfile(found)
    const placeholder = placeholderEmail(user.id)
    if (user.email === placeholder) throw new Error('The e-mail address was freed already.')
    return {
      effect:
        `replace the e-mail address ${user.email} by ${placeholder}, which nobody can log in with, ` +
        'and free it for others. The user keeps the open sessions (--end-sessions ends them) and gets ' +
        'another address with --set-email',
      perform: async () => {
        await giveEmail(user, placeholder)
        return `${user.email} is free.`
      },
    }
  },
})
