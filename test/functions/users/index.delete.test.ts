import { describe, expect, test } from 'vitest'
import { callAs, logIn, register } from '../../support/accounts.ts'
import { drivers } from '../../support/drivers.ts'
import { openAccount } from '../../support/open-account.ts'
import { expectError, expectSuccess } from '../../support/responses.ts'
import { itemsMentioning, storedItem } from '../../support/stack.ts'

describe.each(drivers)('DELETE /users over $name', (driver) => {
  const deletion = { method: 'DELETE', path: '/users' }

  test('deletes the user and returns the documented response', async () => {
    const { id, call, email } = await openAccount(driver)
    const data = expectSuccess(
      await call({ ...deletion, headers: { 'x-dev-time': '1714400300000' } }),
    )
    expect(data).toEqual({ id, message: 'Operation completed successfully.' })
    expect(await storedItem(`USER#${id}`)).toBeUndefined()
    expect(await storedItem(`EMAIL#${email}`)).toBeUndefined()
  })

  test('leaves no item with the id but the tombstone, which the purge may have removed already', async () => {
    const { id, call } = await openAccount(driver)
    expectSuccess(await call(deletion))
    const left = (await itemsMentioning(id)) as { pk: string }[]
    expect(left.filter(({ pk }) => pk !== `PURGE#${id}`)).toEqual([])
  })

  test('logs out every session at once', async () => {
    const account = await openAccount(driver)
    const { access_token } = expectSuccess(await logIn(driver, account))
    expectSuccess(await account.call(deletion))
    for (const call of [account.call, callAs(driver, access_token)]) {
      expectError(await call({ method: 'GET', path: '/auth/me' }), 401, 1001)
      const body = { attempt_number: 2 }
      expectError(await call({ method: 'PATCH', path: '/users/info', body }), 401, 1001)
      expectError(await call(deletion), 401, 1001)
    }
    expect(await storedItem(`USER#${account.id}`)).toBeUndefined()
  })

  test('frees the e-mail address', async () => {
    const account = await openAccount(driver)
    expectSuccess(await account.call(deletion))
    expectError(await logIn(driver, account), 401, 2101)
    const next = await register(driver, { email: account.email })
    expect(next.id).not.toBe(account.id)
  })

  test('returns 200 to one of many parallel deletions and 401 to the others', async () => {
    const { call } = await openAccount(driver)
    const responses = await Promise.all(Array.from({ length: 6 }, () => call(deletion)))
    expect(responses.map(({ status }) => status).sort()).toEqual([200, 401, 401, 401, 401, 401])
  })

  test('is not undone by a parallel write', async () => {
    const { id, call } = await openAccount(driver)
    const writes = Array.from({ length: 10 }, (_, i) =>
      call({ method: 'PATCH', path: '/users/info', body: { attempt_number: i + 1 } }),
    )
    const [deleted] = await Promise.all([call(deletion), ...writes])
    expectSuccess(deleted)
    expect(await storedItem(`USER#${id}`)).toBeUndefined()
  })

  test('refuses a clock without 13 digits and deletes nothing', async () => {
    const { id, call } = await openAccount(driver)
    expectError(await call({ ...deletion, headers: { 'x-dev-time': '1714400300' } }), 422, 1006)
    expect(await storedItem(`USER#${id}`)).toBeDefined()
  })
})
