import { describe, expect, test } from 'vitest'
import { type Account, freshEmail, logIn } from '../../support/accounts.ts'
import { drivers, troubleOver } from '../../support/drivers.ts'
import { openAccount } from '../../support/open-account.ts'
import { challenge, freshPhone, verify, wrongOtps } from '../../support/phones.ts'
import {
  forget,
  NEW_PASSWORD,
  recover,
  registerWithPhone,
  reset,
} from '../../support/recoveries.ts'
import { expectError, expectSuccess } from '../../support/responses.ts'

const me = (account: Account) => account.call({ method: 'GET', path: '/auth/me' })

describe.each(drivers)('POST /auth/reset-password over $name', (driver) => {
  test('replaces the password and ends every session', async () => {
    const account = await registerWithPhone(driver)
    const other = expectSuccess(await logIn(driver, account)).access_token
    const data = expectSuccess(await reset(driver, await recover(driver, account)))
    expect(data).toEqual({ message: 'Password changed. Log in with the new password.' })
    expectError(await me(account), 401, 1001)
    const headers = { authorization: `Bearer ${other}` }
    expectError(await driver.call({ method: 'GET', path: '/auth/me', headers }), 401, 1001)
    expectError(await logIn(driver, account), 401, 2101)
    const { user } = expectSuccess(await logIn(driver, { ...account, password: NEW_PASSWORD }))
    expect(user).toMatchObject({ id: account.id, phone_number: { value: account.phone } })
  })

  test('accepts an OTP only once', async () => {
    const account = await registerWithPhone(driver)
    const recovery = await recover(driver, account)
    expectSuccess(await reset(driver, recovery))
    expectError(await reset(driver, recovery, 'calm-river-8'), 400, 2008)
    expectSuccess(await logIn(driver, { ...account, password: NEW_PASSWORD }))
  })

  test('accepts one of several parallel resets', async () => {
    const account = await registerWithPhone(driver)
    const recovery = await recover(driver, account)
    const passwords = ['calm-river-1', 'calm-river-2', 'calm-river-3']
    const responses = await Promise.all(passwords.map((one) => reset(driver, recovery, one)))
    const statuses = responses.map(({ status }) => status)
    expect(statuses.filter((status) => status === 200)).toHaveLength(1)
    const won = passwords[statuses.indexOf(200)] ?? ''
    expectSuccess(await logIn(driver, { ...account, password: won }))
  })

  test('takes five tries for an OTI, and returns how many are left', async () => {
    const account = await registerWithPhone(driver)
    const recovery = await recover(driver, account)
    for (const [index, otp] of wrongOtps(recovery.otp, 5).entries()) {
      const { details } = expectError(await reset(driver, { ...recovery, otp }), 400, 2002)
      expect(details[0].message).toMatch(new RegExp(`^${4 - index} tr(y|ies) left$`))
    }
    expectError(await reset(driver, recovery), 400, 2008)
    expectSuccess(await logIn(driver, account))
  })

  test('compares at most five of 30 parallel guesses', async () => {
    const account = await registerWithPhone(driver)
    const recovery = await recover(driver, account)
    const guesses = wrongOtps(recovery.otp, 30).map((otp) => reset(driver, { ...recovery, otp }))
    const codes = (await Promise.all(guesses)).map(({ status, body }) =>
      troubleOver(driver).includes(status) ? 2008 : body.error.code,
    )
    expect(codes.filter((code) => code === 2002).length).toBeLessThanOrEqual(5)
    expect(codes.filter((code) => ![2002, 2008].includes(code))).toEqual([])
    expectError(await reset(driver, recovery), 400, 2008)
  })

  test('responds to guesses alike with and without an account', async () => {
    const account = await registerWithPhone(driver)
    const { oti: nobodys } = expectSuccess(await forget(driver, { email: freshEmail() }))
    const { oti: somebodys, otp } = await recover(driver, account)
    const [wrong = ''] = wrongOtps(otp, 1)
    for (let i = 0; i < 7; i++) {
      const one = await reset(driver, { otp: wrong, oti: nobodys })
      const other = await reset(driver, { otp: wrong, oti: somebodys })
      expect([one.status, one.body]).toEqual([other.status, other.body])
    }
  })

  test('refuses a weak password with its reason, and accepts a better one afterwards', async () => {
    const account = await registerWithPhone(driver)
    const recovery = await recover(driver, account)
    for (const [password, message] of [
      ['password1', 'Is one of the most common passwords'],
      ['John.Smith', 'Must not be your e-mail address or name'],
    ] as const) {
      const { details } = expectError(await reset(driver, recovery, password), 422, 1006)
      expect(details).toEqual([{ path: 'new_password', message }])
    }
    expectSuccess(await me(account))
    expectSuccess(await reset(driver, recovery))
  })

  test('hashes the new password in NFC', async () => {
    const account = await registerWithPhone(driver)
    expectSuccess(await reset(driver, await recover(driver, account), 'cafe\u0301-lampe'))
    expectSuccess(await logIn(driver, { ...account, password: 'caf\u00e9-lampe' }))
  })

  test('makes every other OTP of the account void', async () => {
    const account = await registerWithPhone(driver)
    const [one, other] = [await recover(driver, account), await recover(driver, account)]
    expectSuccess(await reset(driver, one))
    expectError(await reset(driver, other, 'calm-river-8'), 400, 2008)
  })

  test('refuses the OTP of another OTI, and the OTP with another’s OTI', async () => {
    const account = await registerWithPhone(driver)
    const [one, other] = [await recover(driver, account), await recover(driver, account)]
    expectError(await reset(driver, { otp: one.otp, oti: other.oti }), 400, 2002)
    const attacker = await recover(driver, await registerWithPhone(driver))
    expectError(await reset(driver, { otp: attacker.otp, oti: one.oti }), 400, 2002)
    expectError(await reset(driver, { otp: one.otp, oti: crypto.randomUUID() }), 400, 2008)
  })

  test('refuses the OTP and OTI that verify a phone', async () => {
    const account = await openAccount(driver)
    const { otp, oti } = await challenge(account, freshPhone())
    expectError(await reset(driver, { otp: `00${otp}`, oti }), 400, 2008)
    expectError(await reset(driver, { otp, oti }), 422, 1006)
  })

  test('gives an OTP and OTI that do not verify a phone', async () => {
    const account = await registerWithPhone(driver)
    const { otp, oti } = await recover(driver, account)
    const attacker = await openAccount(driver)
    const value = freshPhone()
    expectError(await verify(attacker, { value, otp: otp.slice(2), oti }), 400, 2008)
    expectError(await verify(account, { value, otp: otp.slice(2), oti }), 400, 2008)
    expectSuccess(await reset(driver, { otp, oti }))
  })

  test.each([
    ['seven digits', { otp: '1234567' }],
    ['letters', { otp: 'abcdefgh' }],
    ['no OTI', { oti: undefined }],
    ['a short password', { new_password: 'short' }],
    ['a long password', { new_password: 'x'.repeat(1025) }],
  ])('refuses %s', async (_, change) => {
    const body = {
      oti: crypto.randomUUID(),
      otp: '12345678',
      new_password: NEW_PASSWORD,
      ...change,
    }
    const response = await driver.call({ method: 'POST', path: '/auth/reset-password', body })
    expectError(response, 422, 1006)
  })
})
