import { deleteUserAsOperator } from '../../../shared/erasure/delete-user.ts'
import { defineAction, requireProfile } from './action.ts'

/** `--delete`: deletes the account, as DELETE /users does. */
export const deleteAction = defineAction<true>({
  flags: '--delete',
  description: 'delete the account, as DELETE /users does',
  plan: (found) => {
    const user = requireProfile(found)
    return {
      effect:
        `delete the account of ${user.email} for good: profile, sessions, stats, OTPs and pictures. ` +
        'E-mail and phone are free then. Reports stay, without the user',
      perform: async () => {
        await deleteUserAsOperator(user)
        return 'The account is deleted. A worker removes the rest of its data within minutes.'
      },
    }
  },
})
