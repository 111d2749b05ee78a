import { describe, expect, test } from 'vitest'
import { startOfDay } from '../../../shared/time.ts'
import { type Account, callAs, logIn } from '../../support/accounts.ts'
import { direct, drivers } from '../../support/drivers.ts'
import { openAccount } from '../../support/open-account.ts'
import { expectError, expectSuccess } from '../../support/responses.ts'
import { storedSessions } from '../../support/stack.ts'

describe.each(drivers)('POST /auth/logout over $name', (driver) => {
  test('ends this session and no other', async () => {
    const account = await openAccount(driver)
    const { access_token } = expectSuccess(await logIn(driver, account))
    const other = callAs(driver, access_token)

    const data = expectSuccess(await account.call({ method: 'POST', path: '/auth/logout' }))
    expect(data).toEqual({ message: 'Operation completed successfully.' })

    expectError(await account.call({ method: 'GET', path: '/auth/me' }), 401, 1001)
    expectError(await account.call({ method: 'POST', path: '/auth/logout' }), 401, 1001)
    expectSuccess(await other({ method: 'GET', path: '/auth/me' }))
  })

  test('refuses every write of the ended session', async () => {
    const account = await openAccount(driver)
    await account.call({ method: 'POST', path: '/auth/logout' })
    const body = { background_info: 'too late' }
    expectError(await account.call({ method: 'PATCH', path: '/users/info', body }), 401, 1001)
    const { user } = expectSuccess(await logIn(driver, account))
    expect(user.background_info).toBeNull()
  })

  const logOut = (account: Account, body?: unknown) =>
    account.call({ method: 'POST', path: '/auth/logout', body })
  const statusesOf = (tokens: readonly string[]) =>
    Promise.all(
      tokens.map(
        async (token) => (await callAs(driver, token)({ method: 'GET', path: '/auth/me' })).status,
      ),
    )
  /** An account with three sessions, and their tokens: its own first. */
  async function withThreeSessions() {
    const account = await openAccount(driver)
    const tokens = [account.token]
    for (let i = 0; i < 2; i++) {
      tokens.push(expectSuccess(await logIn(driver, account)).access_token)
    }
    return { account, tokens }
  }

  test.each([
    ['this', { scope: 'this' }, [401, 200, 200]],
    ['others', { scope: 'others' }, [200, 401, 401]],
    ['all', { scope: 'all' }, [401, 401, 401]],
    ['this, by default', {}, [401, 200, 200]],
    ['this, with an empty body', '', [401, 200, 200]],
  ])('ends the sessions of the scope: %s', async (_, body, statuses) => {
    const { account, tokens } = await withThreeSessions()
    const data = expectSuccess(await logOut(account, body))
    expect(data).toEqual({ message: 'Operation completed successfully.' })
    expect(await statusesOf(tokens)).toEqual(statuses)
  })

  test.each(['others', 'all'])('refuses an ended session the scope %s', async (scope) => {
    const { account, tokens } = await withThreeSessions()
    await logOut(account)
    expectError(await logOut(account, { scope }), 401, 1001)
    expect(await statusesOf(tokens)).toEqual([401, 200, 200])
  })

  test.each([{ scope: 'mine' }, { scope: null }, { scope: ['all'] }, []])(
    'refuses the body %j and ends nothing',
    async (body) => {
      const account = await openAccount(driver)
      expectError(await logOut(account, body), 422, 1006)
      expect(await statusesOf([account.token])).toEqual([200])
    },
  )
})

test('POST /auth/logout for all others keeps the session usable that sent it', async () => {
  const account = await openAccount(direct)
  const before = await storedSessions(account)
  await logIn(direct, account)
  const body = { scope: 'others' }
  expectSuccess(await account.call({ method: 'POST', path: '/auth/logout', body }))
  expect(await storedSessions(account)).toEqual([
    {
      ...before[0],
      lastUsedAt: startOfDay(Date.now()),
      expiresAt: expect.any(Number),
    },
  ])
})
