import {
  ConditionalCheckFailedException,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb'
import { describe, expect, test } from 'vitest'
import { type Account, logIn, register } from '../../support/accounts.ts'
import { expectError, expectSuccess } from '../../support/answers.ts'
import { direct } from '../../support/drivers.ts'
import { type Fault, timeOut, withFault } from '../../support/faults.ts'

// Apart from the faults that stay: those use up the SDK's allowance for retries.
const driver = direct

const me = (account: Account) => account.call({ method: 'GET', path: '/auth/me' })
const patch = (account: Account) =>
  account.call({ method: 'PATCH', path: '/users/info', body: { attempt_number: 2 } })
const deletion = (account: Account) => account.call({ method: 'DELETE', path: '/users' })
const logout = (account: Account) => account.call({ method: 'POST', path: '/auth/logout' })
const changePassword = (account: Account) => {
  const user = { password: 'test1234', newPassword: 'new-test1234', confPassword: 'new-test1234' }
  return account.call({ method: 'PATCH', path: '/app/api/v1/user', body: { user } })
}

test('trouble that is over soon is not noticed', async () => {
  const account = await register(driver)
  const once: Fault = { command: 'GetItemCommand', error: timeOut(), times: 2 }
  expectSuccess(await withFault(once, () => me(account)))
})

describe('an answer that was lost', () => {
  const lost = (command: string): Fault => ({
    command,
    error: timeOut(),
    times: 1,
    afterCommit: true,
  })

  test('does not fail a registration against itself', async () => {
    const account = await withFault(lost('TransactWriteItemsCommand'), () => register(driver))
    expectSuccess(await me(account))
  })

  test('does not make a logout a 401', async () => {
    const account = await register(driver)
    expectSuccess(await withFault(lost('TransactWriteItemsCommand'), () => logout(account)))
    expectError(await me(account), 401, 1001)
  })

  test('does not make a deletion a 401', async () => {
    const account = await register(driver)
    expectSuccess(await withFault(lost('TransactWriteItemsCommand'), () => deletion(account)))
  })

  test('does not fail a change of the profile', async () => {
    const account = await register(driver)
    expectSuccess(await withFault(lost('UpdateItemCommand'), () => patch(account)))
  })

  test('does not fail a change of the password against itself', async () => {
    const account = await register(driver)
    const answer = await withFault(lost('UpdateItemCommand'), () => changePassword(account))
    expect(answer).toMatchObject({ status: 200, body: { error: null } })
    expectSuccess(await logIn(driver, { ...account, password: 'new-test1234' }))
  })
})

describe('an answer that was lost, and a conflict that meets the repetition', () => {
  const command = 'TransactWriteItemsCommand'
  const CancellationReasons = [{ Code: 'TransactionConflict' }]
  const conflict = new TransactionCanceledException({
    ...{ message: 'x', $metadata: {} },
    CancellationReasons,
  })
  const lostThenConflict = async <T>(run: () => Promise<T>) =>
    await withFault({ command, error: timeOut(), times: 1, afterCommit: true }, async () =>
      withFault({ command, error: conflict, after: 1, times: 1 }, run),
    )

  test('do not fail a registration against itself', async () => {
    expectSuccess(await me(await lostThenConflict(() => register(driver))))
  })

  test('do not make a logout a 401', async () => {
    const account = await register(driver)
    expectSuccess(await lostThenConflict(() => logout(account)))
  })

  test('do not make a deletion a 401', async () => {
    const account = await register(driver)
    expectSuccess(await lostThenConflict(() => deletion(account)))
  })
})

test('a write that is refused once and only once is never a 401 of its own making', async () => {
  const account = await register(driver)
  const error = new ConditionalCheckFailedException({ message: 'x', $metadata: {} })
  const answer = await withFault({ command: 'UpdateItemCommand', error, times: 1 }, () =>
    changePassword(account),
  )
  expect(answer).toMatchObject({ status: 200, body: { error: null } })
})
