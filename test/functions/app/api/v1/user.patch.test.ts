import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { describe, expect, test, vi } from 'vitest'
import { splitToken } from '../../../../../shared/accounts/token.ts'
import { type Account, callAs, logIn, register } from '../../../../support/accounts.ts'
import { direct, drivers } from '../../../../support/drivers.ts'
import { openAccount } from '../../../../support/open-account.ts'
import { expectError, expectPortalError, expectSuccess } from '../../../../support/responses.ts'
import { stack, storedItem, tables } from '../../../../support/stack.ts'

const password = 'quiet-lamp-4'
const patch = (account: Account, body: unknown) =>
  account.call({ method: 'PATCH', path: '/app/api/v1/user', body })

/** Stores in a session that it has sent this many wrong passwords. */
async function countWrongPasswords({ id }: Account, token: string, count: number): Promise<void> {
  await tables.send(
    new UpdateCommand({
      TableName: stack.usersTableName,
      Key: { pk: `USER#${id}` },
      UpdateExpression: 'SET sessions.#id.wrongPasswords = :count',
      ExpressionAttributeNames: { '#id': splitToken(token)?.sessionId ?? '' },
      ExpressionAttributeValues: { ':count': count },
    }),
  )
}

describe.each(drivers)('PATCH /app/api/v1/user over $name', (driver) => {
  test('returns the updated user as documented', async () => {
    const account = await register(driver, { year: 2, major: 'Cognitive Science' })
    const user = { password, major: 'Computer Science' }
    const { status, body } = await patch(account, { user })
    expect(status).toBe(200)
    expect(body).toEqual({
      error: null,
      user: {
        firstName: 'John',
        lastName: 'Smith',
        picture: null,
        email: account.email,
        year: 2,
        major: 'Computer Science',
        points: 0,
      },
    })
  })

  test('accepts the year as a number and as a digit', async () => {
    const account = await openAccount(driver)
    for (const year of [1, '2', 3, '4', 5]) {
      const { body } = await patch(account, { user: { password, year } })
      expect(body.user.year).toBe(Number(year))
    }
  })

  test('treats empty strings and null as "not given"', async () => {
    const account = await register(driver, { year: 3, major: 'Physics' })
    const empty = { firstName: '', lastName: ' ', major: '', year: '', newPassword: '' }
    const { status, body } = await patch(account, {
      user: { ...empty, confPassword: '', password },
    })
    expect(status).toBe(200)
    const kept = { firstName: 'John', lastName: 'Smith', major: 'Physics', year: 3 }
    expect(body.user).toMatchObject(kept)
    const nulls = { firstName: null, year: null, newPassword: null, confPassword: null, password }
    expect((await patch(account, { user: nulls })).body.user).toMatchObject(kept)
  })

  test('does not change points, email and picture', async () => {
    const account = await openAccount(driver)
    const user = { password, points: 99, email: 'x@example.com', picture: 'http://x', year: 1 }
    const { body } = await patch(account, { user })
    expect(body.user).toMatchObject({ points: 0, email: account.email, picture: null, year: 1 })
  })

  test('keeps all sessions when the password stays as it is', async () => {
    const account = await openAccount(driver)
    const other = expectSuccess(await logIn(driver, account)).access_token
    expect((await patch(account, { user: { password, major: 'Physics' } })).status).toBe(200)
    for (const call of [account.call, callAs(driver, other)]) {
      expectSuccess(await call({ method: 'GET', path: '/auth/me' }))
    }
  })

  test('accepts a new password of eight characters', async () => {
    const account = await openAccount(driver)
    const user = { password, newPassword: 'qx7-lamp', confPassword: 'qx7-lamp' }
    expect((await patch(account, { user })).status).toBe(200)
    expectSuccess(await logIn(driver, { ...account, password: 'qx7-lamp' }))
  })

  test('changes the password, keeps this session and ends the others', async () => {
    const account = await openAccount(driver)
    const other = expectSuccess(await logIn(driver, account)).access_token
    const user = { password, newPassword: 'new-quiet-lamp-4', confPassword: 'new-quiet-lamp-4' }
    expect((await patch(account, { user })).status).toBe(200)

    expectSuccess(await account.call({ method: 'GET', path: '/auth/me' }))
    expectError(await callAs(driver, other)({ method: 'GET', path: '/auth/me' }), 401, 1001)
    expectError(await logIn(driver, account), 401, 2101)
    expectSuccess(await logIn(driver, { ...account, password: 'new-quiet-lamp-4' }))
  })

  test('leaves exactly one valid password after parallel changes', async () => {
    const account = await openAccount(driver)
    const wanted = ['first-password', 'second-password', 'third-password', 'fourth-password']
    const responses = await Promise.all(
      wanted.map((newPassword) =>
        patch(account, { user: { password, newPassword, confPassword: newPassword } }),
      ),
    )
    const won = responses.filter(({ body }) => body.error === null)
    expect(won).toHaveLength(1)
    const logins = await Promise.all(
      [password, ...wanted].map((tried) => logIn(driver, { ...account, password: tried })),
    )
    expect(logins.filter(({ status }) => status === 200)).toHaveLength(1)
  })

  test.each([
    ['no user object', {}],
    ['the example of the document, which has none', { password, major: 'Computer Science' }],
    ['a user that is text', { user: 'John' }],
    ['a list', []],
    ['a malformed body', '{ "password": "quiet-lamp-4", "major": "Computer Science"'],
    ['no body', undefined],
    ['a year of 0', { user: { password, year: 0 } }],
    ['a year of 6', { user: { password, year: 6 } }],
    ['a year as a word', { user: { password, year: 'Junior' } }],
    ['a first name that is a number', { user: { password, firstName: 5 } }],
    ['a password that is a number', { user: { password: 12345678 } }],
    ['half an emoji', '{"user":{"password":"quiet-lamp-4","major":"\\ud83d"}}'],
  ])('returns 400 Bad Request for %s and changes nothing', async (_, body) => {
    const account = await openAccount(driver)
    const before = await storedItem(`USER#${account.id}`)
    expectPortalError(await patch(account, body), 400, 'Bad Request')
    expect(await storedItem(`USER#${account.id}`)).toEqual(before)
  })

  test.each([
    ['absent', {}],
    ['null', { password: null }],
    ['empty', { password: '', newPassword: 'x' }],
  ])('requires the password when it is %s', async (_, user) => {
    const account = await openAccount(driver)
    expectPortalError(await patch(account, { user }), 400, 'The password field is required')
  })

  test('checks the password before the new one', async () => {
    const account = await openAccount(driver)
    const user = { password: 'wrong-password', newPassword: 'a', confPassword: 'b' }
    expectPortalError(await patch(account, { user }), 401, 'Invalid password')
  })

  test.each([
    ['differ', { newPassword: 'new-quiet-lamp-4', confPassword: 'new-quiet-lamp-45' }],
    ['differ and are short', { newPassword: 'a', confPassword: 'b' }],
    ['are one and nothing', { newPassword: 'new-quiet-lamp-4' }],
    ['are one and blank', { newPassword: 'new-quiet-lamp-4', confPassword: '' }],
    ['are blank and one', { newPassword: '', confPassword: 'new-quiet-lamp-4' }],
    ['are nothing and one', { confPassword: 'new-quiet-lamp-4' }],
  ])('returns 200 with an error when the new passwords %s, and saves nothing', async (_, wrong) => {
    const account = await openAccount(driver)
    const before = await storedItem(`USER#${account.id}`)
    const response = await patch(account, { user: { password, major: 'Physics', ...wrong } })
    expectPortalError(response, 200, 'Passwords do not match')
    expect(await storedItem(`USER#${account.id}`)).toEqual(before)
  })

  test('returns 200 with an error when the new password is short, and saves nothing', async () => {
    const account = await openAccount(driver)
    const user = { password, major: 'Physics', newPassword: '1234567', confPassword: '1234567' }
    const expected = 'New password must be at least 8 characters'
    expectPortalError(await patch(account, { user }), 200, expected)
    const seven = '🔑'.repeat(7)
    const emoji = { password, newPassword: seven, confPassword: seven }
    expectPortalError(await patch(account, { user: emoji }), 200, expected)
    expectSuccess(await logIn(driver, account))
  })

  test.each([
    ['common', 'password1', 'New password: Is one of the most common passwords'],
    ['their own name', 'John-Smith-1', 'New password: Must not be your e-mail address or name'],
  ])('refuses a new password that is %s, and saves nothing', async (_, weak, message) => {
    const account = await openAccount(driver)
    const before = await storedItem(`USER#${account.id}`)
    const user = { password, major: 'Physics', newPassword: weak, confPassword: weak }
    expectPortalError(await patch(account, { user }), 400, message)
    expect(await storedItem(`USER#${account.id}`)).toEqual(before)
  })

  test('compares the new password with its confirmation in one normal form', async () => {
    const account = await openAccount(driver)
    const newPassword = 'Zo\u00EB-quiet-lamp'
    const user = { password, newPassword, confPassword: newPassword.normalize('NFD') }
    expect((await patch(account, { user })).body.error).toBeNull()
    expectSuccess(await logIn(driver, { ...account, password: newPassword }))
  })

  test('returns 401 to ten wrong passwords, then 429, also to the right one', async () => {
    const account = await openAccount(driver)
    for (let i = 0; i < 10; i++) {
      const wrong = await patch(account, { user: { password: `wrong-${i}` } })
      expectPortalError(wrong, 401, 'Invalid password')
    }
    const limited = await patch(account, { user: { password } })
    expect(limited.status).toBe(429)
    expect(limited.body.error.status).toBe(429)
    expect(Number(limited.headers['retry-after'])).toBeGreaterThan(14 * 60)
  })

  test('counts wrong passwords per session, so a stolen token does not block the owner', async () => {
    const account = await openAccount(driver)
    const { access_token: token } = expectSuccess(await logIn(driver, account))
    const thief = { ...account, call: callAs(driver, token) }
    for (let i = 0; i < 10; i++) await patch(thief, { user: { password: `wrong-${i}` } })
    expect((await patch(thief, { user: { password } })).status).toBe(429)
    const newPassword = 'another-good-one'
    const change = { user: { password, newPassword, confPassword: newPassword } }
    expect((await patch(account, change)).status).toBe(200)
    expect((await patch(thief, { user: { password: newPassword } })).status).toBe(401)
  })

  test('ends the session after 100 wrong passwords, however long that takes, and no other session', async () => {
    const account = await openAccount(driver)
    const { access_token: token } = expectSuccess(await logIn(driver, account))
    const thief = { ...account, call: callAs(driver, token) }
    await countWrongPasswords(account, token, 98)
    expectPortalError(
      await patch(thief, { user: { password: 'wrong-99' } }),
      401,
      'Invalid password',
    )
    expect((await patch(thief, { user: { password } })).status).toBe(200)
    expectPortalError(
      await patch(thief, { user: { password: 'wrong-100' } }),
      401,
      'Invalid password',
    )
    expectPortalError(await patch(thief, { user: { password } }), 401, 'Unauthorized')
    expect((await patch(account, { user: { password } })).status).toBe(200)
  })

  test('checks at most ten of 30 parallel wrong passwords', async () => {
    const account = await openAccount(driver)
    const responses = await Promise.all(
      Array.from({ length: 30 }, (_, i) => patch(account, { user: { password: `wrong-${i}` } })),
    )
    const statuses = responses.map(({ status }) => status)
    expect(statuses.filter((status) => status === 401)).toHaveLength(10)
    expect(statuses.filter((status) => status === 429)).toHaveLength(20)
  })
})

test('PATCH /app/api/v1/user accepts requests again after 15 minutes', async () => {
  const driver = direct
  const account = await openAccount(driver)
  for (let i = 0; i < 10; i++) await patch(account, { user: { password: 'wrong-password' } })
  expect((await patch(account, { user: { password } })).status).toBe(429)
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 15 * 60 * 1000 })
  try {
    expect((await patch(account, { user: { password } })).status).toBe(200)
  } finally {
    vi.useRealTimers()
  }
})
