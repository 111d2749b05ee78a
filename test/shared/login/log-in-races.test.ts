import { describe, expect, test } from 'vitest'
import { type Account, logIn } from '../../support/accounts.ts'
import { direct } from '../../support/drivers.ts'
import { interrupted } from '../../support/faults.ts'
import { openAccount } from '../../support/open-account.ts'
import { expectError, expectSuccess } from '../../support/responses.ts'
import { storedItem, storedSessions } from '../../support/stack.ts'

const NEW_PASSWORD = 'calm-river-7'
const wrong = (account: Account) => ({ ...account, password: 'wrong-password' })

async function changePassword({ call, password }: Account): Promise<void> {
  const user = { password, newPassword: NEW_PASSWORD, confPassword: NEW_PASSWORD }
  const { status } = await call({ method: 'PATCH', path: '/app/api/v1/user', body: { user } })
  expect(status).toBe(200)
}

/** A login that has compared the password, and then waits for something else before it opens its session. */
const logInAfter = (account: Account, meanwhile: () => Promise<unknown>) =>
  interrupted('TransactWriteItemsCommand', meanwhile, () => logIn(direct, account))

describe('a login with the old password during a password change', () => {
  test('is refused, and opens no session', async () => {
    const account = await openAccount(direct)
    expectError(await logInAfter(account, () => changePassword(account)), 401, 2101)
    expect(await storedSessions(account)).toHaveLength(1)
  })

  test('does not write the old hash back', async () => {
    const account = await openAccount(direct)
    const hash = async () => (await storedItem(`USER#${account.id}`))?.passwordHash
    let changed: unknown
    await logInAfter(account, async () => {
      await changePassword(account)
      changed = await hash()
    })
    expect(await hash()).toBe(changed)
    expectSuccess(await logIn(direct, { ...account, password: NEW_PASSWORD }))
  })
})

test('a right password is a 429 when the tenth wrong one is counted before its session opens', async () => {
  const account = await openAccount(direct)
  for (let i = 0; i < 9; i++) expectError(await logIn(direct, wrong(account)), 401, 2101)
  const tenth = async () => expectError(await logIn(direct, wrong(account)), 401, 2101)
  expectError(await logInAfter(account, tenth), 429, 1005)
  expect(await storedSessions(account)).toHaveLength(1)
})
