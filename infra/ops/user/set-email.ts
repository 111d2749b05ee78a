import { InvalidArgumentError } from 'commander'
import { email } from '../../../shared/accounts/fields.ts'
import { findUserIdByEmail } from '../../../shared/accounts/users-table.ts'
import { defineAction, requireProfile } from './action.ts'
import { giveEmail } from './give-email.ts'

/** `--set-email <address>`: gives the account another e-mail address and frees the previous one. */
export const setEmailAction = defineAction<string>({
  flags: '--set-email <address>',
  description: 'give the account another e-mail address and free the previous one',
  parse: parseEmail,
  plan: async (found, address) => {
    const user = requireProfile(found)
    if (user.email === address) throw new Error('The account has this e-mail address already.')
    const owner = await findUserIdByEmail(address)
    if (owner) throw new Error(`Another account has this e-mail address: ${owner}.`)
    return {
      effect: `replace the e-mail address ${user.email} by ${address}, and free it for others`,
      perform: async () => {
        await giveEmail(user, address)
        return `The user logs in with ${address}.`
      },
    }
  },
})

/** Parses an e-mail address by the rules of registration. */
function parseEmail(text: string): string {
  const { success, data } = email.safeParse(text)
  if (success) return data
  throw new InvalidArgumentError('It must be an e-mail address that registration accepts.')
}
