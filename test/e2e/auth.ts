import { describe, expect, test } from 'vitest'
import { freshEmail, logIn } from '../support/accounts.ts'
import { expectError, expectSuccess } from '../support/responses.ts'
import { deployment, onlyLocally, ownStack } from './deployment.ts'
import { anonymously, asHolderOf, openAccount, reading } from './people.ts'

const { driver } = deployment
const name = { first_name: 'John', last_name: 'Smith' }

describe('POST /auth/register', () => {
  test('opens an account whose token is good at once', async () => {
    const account = await openAccount({ name, year: 2, major: 'Cognitive Science' })
    expect(expectSuccess(await account.call(reading))).toMatchObject({
      id: account.id,
      email: account.email,
      name,
      year: 2,
      major: 'Cognitive Science',
      points: 0,
    })
  })

  test.each([
    ['no body', undefined],
    ['malformed JSON', '{"email":'],
    ['no e-mail address', { email: 'john', password: 'quiet-lamp-4', name }],
    ['a short password', { email: freshEmail(), password: 'test123', name }],
    ['no name', { email: freshEmail(), password: 'quiet-lamp-4' }],
    ['a sixth year', { email: freshEmail(), password: 'quiet-lamp-4', name, year: 6 }],
  ])('refuses %s', async (_, body) => {
    expectError(await anonymously('POST', '/auth/register', body), 422, 1006)
  })

  test('refuses an address that is registered, however it is written', async () => {
    const { email } = await openAccount()
    const body = { email: email.toUpperCase(), password: 'quiet-lamp-4', name }
    expectError(await anonymously('POST', '/auth/register', body), 409, 2102)
  })
})

describe('POST /auth/login', () => {
  test('opens another session', async () => {
    const account = await openAccount()
    const { access_token, user } = expectSuccess(await logIn(driver, account))
    expect(access_token).not.toBe(account.token)
    expect(user.id).toBe(account.id)
    expectSuccess(await asHolderOf(access_token, reading))
  })

  test('tells a wrong password and an unknown address alike', async () => {
    const account = await openAccount()
    const wrong = expectError(await logIn(driver, { ...account, password: 'x' }), 401, 2101)
    const unknown = expectError(await logIn(driver, { ...account, email: freshEmail() }), 401, 2101)
    expect(unknown).toEqual(wrong)
  })

  test('refuses what is no e-mail address', async () => {
    const body = { email: 'john', password: 'quiet-lamp-4' }
    expectError(await anonymously('POST', '/auth/login', body), 422, 1006)
  })

  test('refuses even the right password after ten wrong ones', async (context) => {
    onlyLocally(context, 'reaches a cap')
    const account = await openAccount()
    for (let i = 0; i < 10; i++) {
      expectError(await logIn(driver, { ...account, password: 'x' }), 401, 2101)
    }
    const answer = await logIn(driver, account)
    expectError(answer, 429, 1005)
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
  })
})

describe('GET /auth/me', () => {
  test.each([
    ['no token', {}],
    ['no bearer token', { authorization: 'Basic am9objp4' }],
    ['a token of another form', { authorization: 'Bearer ua_x' }],
    ['a token that nobody was given', { authorization: `Bearer ua_${'0'.repeat(83)}` }],
  ])('refuses %s', async (_, headers) => {
    expectError(await driver.call({ ...reading, headers }), 401, 1001)
  })

  test('says when to come back while the table cannot be reached', async (context) => {
    const own = ownStack(context, 'puts AWS out of order')
    const account = await openAccount()
    const answer = await own.during(
      (functionName) => functionName.includes('AuthMeGet'),
      async () => await account.call(reading),
    )
    expectError(answer, 503, 1009)
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
    expectSuccess(await account.call(reading))
  })
})

describe('POST /auth/logout', () => {
  const logout = { method: 'POST', path: '/auth/logout' }

  test('ends the session of the token and no other', async () => {
    const account = await openAccount()
    const { access_token } = expectSuccess(await logIn(driver, account))
    expectSuccess(await asHolderOf(access_token, logout))
    expectError(await asHolderOf(access_token, reading), 401, 1001)
    expectError(await asHolderOf(access_token, logout), 401, 1001)
    expectSuccess(await account.call(reading))
  })

  test('refuses to be called without a token', async () => {
    expectError(await driver.call(logout), 401, 1001)
  })
})
