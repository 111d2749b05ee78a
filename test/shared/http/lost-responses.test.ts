import {
  ConditionalCheckFailedException,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb'
import { describe, expect, test } from 'vitest'
import { type Account, logIn } from '../../support/accounts.ts'
import { direct } from '../../support/drivers.ts'
import { type Fault, timeOut, withFault } from '../../support/faults.ts'
import { openAccount } from '../../support/open-account.ts'
import { expectError, expectSuccess } from '../../support/responses.ts'

// A separate file, because permanent faults use up the SDK's retry quota.
const driver = direct

const me = (account: Account) => account.call({ method: 'GET', path: '/auth/me' })
const patch = (account: Account) =>
  account.call({ method: 'PATCH', path: '/users/info', body: { attempt_number: 2 } })
const deletion = (account: Account) => account.call({ method: 'DELETE', path: '/users' })
const logout = (account: Account) => account.call({ method: 'POST', path: '/auth/logout' })
const changePassword = (account: Account) => {
  const user = {
    password: 'quiet-lamp-4',
    newPassword: 'new-quiet-lamp-4',
    confPassword: 'new-quiet-lamp-4',
  }
  return account.call({ method: 'PATCH', path: '/app/api/v1/user', body: { user } })
}

test('two failed reads are retried without an error', async () => {
  const account = await openAccount(driver)
  // Reads the feature flags, so that only the reads of the session fail below.
  expectSuccess(await me(account))
  const once: Fault = { command: 'GetItemCommand', error: timeOut(), times: 2 }
  expectSuccess(await withFault(once, () => me(account)))
})

describe('a lost response', () => {
  const lost = (command: string): Fault => ({
    command,
    error: timeOut(),
    times: 1,
    afterCommit: true,
  })

  test('does not fail a registration against itself', async () => {
    const account = await withFault(lost('TransactWriteItemsCommand'), () => openAccount(driver))
    expectSuccess(await me(account))
  })

  test('does not turn a logout into a 401', async () => {
    const account = await openAccount(driver)
    expectSuccess(await withFault(lost('TransactWriteItemsCommand'), () => logout(account)))
    expectError(await me(account), 401, 1001)
  })

  test('does not turn a deletion into a 401', async () => {
    const account = await openAccount(driver)
    expectSuccess(await withFault(lost('TransactWriteItemsCommand'), () => deletion(account)))
  })

  test('does not fail a change of the profile', async () => {
    const account = await openAccount(driver)
    expectSuccess(await withFault(lost('UpdateItemCommand'), () => patch(account)))
  })

  test('does not fail a change of the password against itself', async () => {
    const account = await openAccount(driver)
    const response = await withFault(lost('UpdateItemCommand'), () => changePassword(account))
    expect(response).toMatchObject({ status: 200, body: { error: null } })
    expectSuccess(await logIn(driver, { ...account, password: 'new-quiet-lamp-4' }))
  })
})

describe('a lost response and a conflict of its retry', () => {
  const command = 'TransactWriteItemsCommand'
  const CancellationReasons = [{ Code: 'TransactionConflict' }]
  const conflict = new TransactionCanceledException({
    message: 'x',
    $metadata: {},
    CancellationReasons,
  })
  const lostThenConflict = async <T>(run: () => Promise<T>) =>
    await withFault({ command, error: timeOut(), times: 1, afterCommit: true }, async () =>
      withFault({ command, error: conflict, after: 1, times: 1 }, run),
    )

  test('do not fail a registration against itself', async () => {
    expectSuccess(await me(await lostThenConflict(() => openAccount(driver))))
  })

  test('do not turn a logout into a 401', async () => {
    const account = await openAccount(driver)
    expectSuccess(await lostThenConflict(() => logout(account)))
  })

  test('do not turn a deletion into a 401', async () => {
    const account = await openAccount(driver)
    expectSuccess(await lostThenConflict(() => deletion(account)))
  })
})

test('a write that is refused only once does not become a 401', async () => {
  const account = await openAccount(driver)
  const error = new ConditionalCheckFailedException({ message: 'x', $metadata: {} })
  const response = await withFault({ command: 'UpdateItemCommand', error, times: 1 }, () =>
    changePassword(account),
  )
  expect(response).toMatchObject({ status: 200, body: { error: null } })
})
