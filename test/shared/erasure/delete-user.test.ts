import { expect, test } from 'vitest'
import { parseToken } from '../../../shared/accounts/token.ts'
import { getUser } from '../../../shared/accounts/users-table.ts'
import { deleteUser } from '../../../shared/erasure/delete-user.ts'
import { UserDeletionFailedError } from '../../../shared/erasure/errors.ts'
import type { Account } from '../../support/accounts.ts'
import { direct } from '../../support/drivers.ts'
import { interrupted, timeOut, withFault } from '../../support/faults.ts'
import { openAccount } from '../../support/open-account.ts'
import { challenge, freshPhone, link, verify } from '../../support/phones.ts'
import { expectSuccess } from '../../support/responses.ts'
import { storedItem } from '../../support/stack.ts'

const TRANSACTION = 'TransactWriteItemsCommand'
const deletion = (account: Account) => account.call({ method: 'DELETE', path: '/users' })

/** The deletion of an account as it was read before. */
async function deletionOf({ id, token }: Account): Promise<() => Promise<unknown>> {
  const [caller, user] = [parseToken(token), await getUser(id)]
  if (!(caller && user)) throw new Error('The account does not exist')
  return () => deleteUser(caller, user)
}

test('a phone that is linked between read and deletion is freed too', async () => {
  const account = await openAccount(direct)
  const given = await challenge(account, freshPhone())
  const linking = async () => expectSuccess(await verify(account, given))
  expectSuccess(await interrupted(TRANSACTION, linking, () => deletion(account)))
  expect(await storedItem(`PHONE#+91${given.value}`)).toBeUndefined()
  expect(await storedItem(`USER#${account.id}`)).toBeUndefined()
  await link(await openAccount(direct), given.value)
})

test('a failed deletion is not reported as a success when the profile cannot be read again either', async () => {
  const account = await openAccount(direct)
  const run = await deletionOf(account)
  const failing = withFault({ command: TRANSACTION, error: timeOut() }, () =>
    withFault({ command: 'GetItemCommand', error: timeOut() }, run),
  )
  await expect(failing).rejects.toThrow(UserDeletionFailedError)
  expect(await storedItem(`USER#${account.id}`)).toBeDefined()
})
