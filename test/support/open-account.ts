import { createUser } from '../../shared/accounts/users-table.ts'
import { type Account, callAs, PASSWORD } from './accounts.ts'
import type { Driver } from './api-request.ts'
import { newUser } from './new-user.ts'
import './stack.ts'

/** Stores an account with a session in the tables of the stack. Its requests go through `driver`. */
export async function openAccount(driver: Driver, id?: string): Promise<Account> {
  const { user, token } = await newUser(driver.network, id)
  if (await createUser(user, [])) throw new Error('The e-mail address is registered already')
  return {
    id: user.id,
    email: user.email,
    password: PASSWORD,
    token,
    call: callAs(driver, token),
  }
}
