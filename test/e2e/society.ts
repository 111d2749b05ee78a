import { describe, expect, test } from 'vitest'
import { type Account, logIn } from '../support/accounts.ts'
import { expectError, expectPortalError, expectSuccess } from '../support/responses.ts'
import { deployment, onlyLocally } from './deployment.ts'
import { anonymously, anyAccount, asHolderOf, openAccount, reading } from './people.ts'

const path = '/app/api/v1/user'
const patch = (account: Account, user: unknown) =>
  account.call({ method: 'PATCH', path, body: user === undefined ? {} : { user } })

describe('GET /app/api/v1/user', () => {
  test('answers as in the example of the document', async () => {
    const account = await openAccount({ year: 2, major: 'Cognitive Science' })
    expect(await account.call({ method: 'GET', path })).toMatchObject({
      status: 200,
      body: {
        error: null,
        user: {
          firstName: 'John',
          lastName: 'Smith',
          picture: null,
          email: account.email,
          year: 2,
          major: 'Cognitive Science',
          points: 0,
        },
      },
    })
  })

  test('refuses to be called without a token', async () => {
    expectPortalError(await anonymously('GET', path), 401, 'Unauthorized')
  })
})

describe('PATCH /app/api/v1/user', () => {
  test('saves what is given, which V1 shows too', async () => {
    const account = await openAccount()
    const { password } = account
    const change = { firstName: 'Jane', lastName: '', major: 'Computer Science', year: '3' }
    const { status, body } = await patch(account, { ...change, password, points: 100 })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      error: null,
      user: { firstName: 'Jane', lastName: 'Smith', major: 'Computer Science', year: 3, points: 0 },
    })
    expect(expectSuccess(await account.call(reading))).toMatchObject({
      name: { first_name: 'Jane', last_name: 'Smith' },
      year: 3,
    })
  })

  test('changes the password and ends every other session', async () => {
    const account = await openAccount()
    const { password } = account
    const { access_token } = expectSuccess(await logIn(deployment.driver, account))
    const newPassword = 'quiet-lamp-45'
    const { status } = await patch(account, { password, newPassword, confPassword: newPassword })
    expect(status).toBe(200)
    expectError(await asHolderOf(access_token, reading), 401, 1001)
    expectError(await logIn(deployment.driver, account), 401, 2101)
    account.password = newPassword
    expectSuccess(await logIn(deployment.driver, account))
    expectSuccess(await account.call(reading))
  })

  const password = 'quiet-lamp-4'
  test.each<[string, unknown, number, string]>([
    ['no user object', undefined, 400, 'Bad Request'],
    ['no password', { major: 'Chess' }, 400, 'The password field is required'],
    ['a wrong password', { password: 'x', major: 'Chess' }, 401, 'Invalid password'],
    ['a sixth year', { password, year: 6 }, 400, 'Bad Request'],
    ['one new password', { password, newPassword: 'x' }, 200, 'Passwords do not match'],
    [
      'two new passwords that differ',
      { password, newPassword: 'quiet-lamp-45', confPassword: 'quiet-lamp-46' },
      200,
      'Passwords do not match',
    ],
    [
      'a short new password',
      { password, newPassword: 'short', confPassword: 'short' },
      200,
      'New password must be at least 8 characters',
    ],
  ])('refuses %s in the words of the document', async (_, user, status, message) => {
    const account = await anyAccount()
    expectPortalError(await patch(account, user), status, message)
    const { body } = await account.call({ method: 'GET', path })
    expect(body.user.major).toBeNull()
  })

  test('refuses to be called without a token', async () => {
    expectPortalError(await anonymously('PATCH', path, {}), 401, 'Unauthorized')
  })

  test('refuses even the right password after ten wrong ones', async (context) => {
    onlyLocally(context, 'reaches a cap')
    const account = await openAccount()
    for (let i = 0; i < 10; i++) await patch(account, { password: 'x' })
    const answer = await patch(account, { password, major: 'Chess' })
    expect(answer).toMatchObject({ status: 429, body: { error: { status: 429 } } })
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
  })
})
