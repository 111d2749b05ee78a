import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Account } from '../../support/accounts.ts'
import { drivers } from '../../support/drivers.ts'
import { openAccount } from '../../support/open-account.ts'
import { challenge, freshPhone, verify } from '../../support/phones.ts'
import { expectError, expectSuccess } from '../../support/responses.ts'
import { storedItem, storedOtps } from '../../support/stack.ts'

describe.each(drivers)('POST /users/verify-phone-otp over $name', (driver) => {
  const path = '/users/verify-phone-otp'

  describe('refuses', () => {
    test('an OTP for another number, and counts the attempt', async () => {
      const account = await openAccount(driver)
      const given = await challenge(account, freshPhone())
      const swapped = { ...given, value: freshPhone() }
      for (let i = 0; i < 5; i++) expectError(await verify(account, swapped), 400, 2002)
      expectError(await verify(account, given), 400, 2008)
    })

    test('the OTP and OTI of another user, without counting an attempt of theirs', async () => {
      const owner = await openAccount(driver)
      const given = await challenge(owner, freshPhone())
      const thief = await openAccount(driver)
      for (let i = 0; i < 6; i++) expectError(await verify(thief, given), 400, 2008)
      expect(await storedOtps(thief.id)).toEqual([])
      expectSuccess(await verify(owner, given))
    })

    test('the OTP of another OTI', async () => {
      const phone = freshPhone()
      const one = await openAccount(driver)
      const other = await openAccount(driver)
      const first = await challenge(one, phone)
      const second = await challenge(other, phone)
      if (first.otp !== second.otp) {
        expectError(await verify(one, { ...first, otp: second.otp }), 400, 2002)
      }
      expectError(await verify(one, { ...first, oti: second.oti }), 400, 2008)
      expectSuccess(await verify(one, first))
    })

    test('an unknown OTI', async () => {
      const account = await openAccount(driver)
      const given = await challenge(account, freshPhone())
      expectError(await verify(account, { ...given, oti: randomUUID() }), 400, 2008)
      expectError(await verify(account, { ...given, oti: 'x' }), 400, 2008)
    })

    test('a session that has ended', async () => {
      const account = await openAccount(driver)
      const given = await challenge(account, freshPhone())
      expectSuccess(await account.call({ method: 'POST', path: '/auth/logout' }))
      expectError(await verify(account, given), 401, 1001)
      expect(await storedItem(`PHONE#+91${given.value}`)).toBeUndefined()
    })

    test('a deleted user', async () => {
      const account = await openAccount(driver)
      const given = await challenge(account, freshPhone())
      expectSuccess(await account.call({ method: 'DELETE', path: '/users' }))
      expectError(await verify(account, given), 401, 1001)
      expect(await storedItem(`PHONE#+91${given.value}`)).toBeUndefined()
      expect(await storedItem(`USER#${account.id}`)).toBeUndefined()
    })
  })

  describe('refuses as malformed', () => {
    let account: Account
    beforeAll(async () => {
      account = await openAccount(driver)
    })
    const example = {
      phone_number: { code: '+91', value: '9876543210' },
      otp: '123456',
      oti: 'b2c3d4e5-f6a7-8901-bcde-f12345678901',
    }

    test('nothing in the example of the document, only its unknown OTI', async () => {
      const response = await account.call({ method: 'POST', path, body: example })
      expectError(response, 400, 2008)
    })

    test.each([
      ['no body', undefined, ''],
      ['no phone_number', { ...example, phone_number: undefined }, 'phone_number'],
      ['no otp', { ...example, otp: undefined }, 'otp'],
      ['no oti', { ...example, oti: undefined }, 'oti'],
      ['a blank oti', { ...example, oti: '' }, 'oti'],
      ['an oti without end', { ...example, oti: 'x'.repeat(101) }, 'oti'],
      ['an otp of five digits', { ...example, otp: '12345' }, 'otp'],
      ['an otp of seven digits', { ...example, otp: '1234567' }, 'otp'],
      ['an otp of letters', { ...example, otp: 'abcdef' }, 'otp'],
      ['an otp that is a number', { ...example, otp: 123456 }, 'otp'],
      ['a null', { ...example, otp: null }, 'otp'],
      [
        'nine digits',
        { ...example, phone_number: { code: '+91', value: '1' } },
        'phone_number.value',
      ],
    ])('%s', async (_, body, where) => {
      const { details } = expectError(await account.call({ method: 'POST', path, body }), 422, 1006)
      expect(details.map(({ path: at }: { path: string }) => at)).toContain(where)
    })
  })
})
