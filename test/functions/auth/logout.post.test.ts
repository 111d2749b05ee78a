import { describe, expect, test } from 'vitest'
import { callAs, logIn, register } from '../../support/accounts.ts'
import { expectError, expectSuccess } from '../../support/answers.ts'
import { drivers } from '../../support/drivers.ts'

describe.each(drivers)('POST /auth/logout over $name', (driver) => {
  test('ends this session and no other', async () => {
    const account = await register(driver)
    const { access_token } = expectSuccess(await logIn(driver, account))
    const other = callAs(driver, access_token)

    const data = expectSuccess(await account.call({ method: 'POST', path: '/auth/logout' }))
    expect(data).toEqual({ message: 'Operation completed successfully.' })

    expectError(await account.call({ method: 'GET', path: '/auth/me' }), 401, 1001)
    expectError(await account.call({ method: 'POST', path: '/auth/logout' }), 401, 1001)
    expectSuccess(await other({ method: 'GET', path: '/auth/me' }))
  })

  test('refuses every write of the ended session', async () => {
    const account = await register(driver)
    await account.call({ method: 'POST', path: '/auth/logout' })
    const body = { background_info: 'too late' }
    expectError(await account.call({ method: 'PATCH', path: '/users/info', body }), 401, 1001)
    const { user } = expectSuccess(await logIn(driver, account))
    expect(user.background_info).toBeNull()
  })
})
