import { moveEmail } from '../../../shared/accounts/operator-writes.ts'
import type { User } from '../../../shared/accounts/user.ts'
import { AccountChangedError } from './action.ts'

/** Gives an account another e-mail address. @throws Error when another account has the address; AccountChangedError. */
export async function giveEmail(user: User, email: string): Promise<void> {
  const outcome = await moveEmail(user, email)
  if (outcome === 'taken')
    throw new Error('Another account has taken this e-mail address in the meantime.')
  if (outcome === 'changed') throw new AccountChangedError()
}
