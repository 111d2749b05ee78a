import { expect, test } from 'vitest'
import { giveEmail } from '../../../../infra/ops/user/give-email.ts'
import { getUser } from '../../../../shared/accounts/users-table.ts'
import { freshEmail } from '../../../support/accounts.ts'
import { direct } from '../../../support/drivers.ts'
import { openAccount } from '../../../support/open-account.ts'

/** The stored user of a new account. */
async function storedUser() {
  const user = await getUser((await openAccount(direct)).id)
  if (!user) throw new Error('The account is not stored')
  return user
}

test('an address that another account has taken in the meantime is refused', async () => {
  const [user, other] = [await storedUser(), await storedUser()]
  await expect(giveEmail(user, other.email)).rejects.toThrow(
    'Another account has taken this e-mail address in the meantime.',
  )
  expect(await getUser(user.id)).toEqual(user)
})

test('an account whose address has changed in the meantime stays as it is', async () => {
  const user = await storedUser()
  await giveEmail(user, freshEmail())
  await expect(giveEmail(user, freshEmail())).rejects.toThrow('changed')
})
