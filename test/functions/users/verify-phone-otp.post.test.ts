import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Account, register } from '../../support/accounts.ts'
import { expectError, expectSuccess } from '../../support/answers.ts'
import { drivers } from '../../support/drivers.ts'
import { challenge, freshPhone, link, send, verify, wrongOtps } from '../../support/phones.ts'
import { storedItem, storedOtps } from '../../support/stack.ts'

describe.each(drivers)('POST /users/verify-phone-otp over $name', (driver) => {
  const path = '/users/verify-phone-otp'

  test('links the number and answers the full profile', async () => {
    const account = await register(driver)
    const phone = freshPhone()
    const me = () => account.call({ method: 'GET', path: '/auth/me' })
    const before = expectSuccess(await me())
    const data = expectSuccess(await verify(account, await challenge(account, phone)))
    expect(data).toEqual({
      ...before,
      phone_number: { code: '+91', value: phone },
      is_phone_validated: true,
      updated_at: expect.any(Number),
    })
    expect(expectSuccess(await me())).toEqual(data)
    expect(await storedItem(`PHONE#+91${phone}`)).toEqual({
      pk: `PHONE#+91${phone}`,
      userId: account.id,
    })
  })

  test.each([
    ['0', ''],
    ['', '91'],
    ['0091', '091'],
  ])('knows a number sent as "%s…" and verified as "%s…" for one', async (sent, verified) => {
    const account = await register(driver)
    const phone = freshPhone()
    const { otp, oti } = await challenge(account, `${sent}${phone}`)
    const answer = await verify(account, { value: `${verified}${phone}`, otp, oti })
    expect(expectSuccess(answer).phone_number).toEqual({ code: '+91', value: phone })
  })

  test('answers 3709 when it is repeated, and changes nothing', async () => {
    const account = await register(driver)
    const phone = freshPhone()
    const given = await challenge(account, phone)
    expectSuccess(await verify(account, given))
    const before = await storedItem(`USER#${account.id}`)
    const { message } = expectError(await verify(account, given), 409, 3709)
    expect(message).toBe('Phone number already exists on this account')
    expectError(await verify(account, { ...given, value: `0${phone}` }), 409, 3709)
    expect(await storedItem(`USER#${account.id}`)).toEqual(before)
  })

  test('uses the OTP up', async () => {
    const account = await register(driver)
    const given = await challenge(account, freshPhone())
    expectSuccess(await verify(account, given))
    expectError(await verify(account, { ...given, value: freshPhone() }), 400, 2008)
    expect((await storedOtps(account.id)).filter(({ proof }) => proof)).toEqual([])
  })

  test('succeeds once when the right OTP is given ten times at once', async () => {
    const account = await register(driver)
    const given = await challenge(account, freshPhone())
    const answers = await Promise.all(Array.from({ length: 10 }, () => verify(account, given)))
    const codes = answers.map(({ body }) => body.error?.code ?? 'success')
    expect(codes.filter((code) => code === 'success')).toHaveLength(1)
    expect(codes.every((code) => ['success', 3709, 2008].includes(code))).toBe(true)
  })

  test('tells the tries left, and after five wrong OTPs refuses the right one', async () => {
    const account = await register(driver)
    const given = await challenge(account, freshPhone())
    const told: string[] = []
    for (const otp of wrongOtps(given.otp, 5)) {
      const error = expectError(await verify(account, { ...given, otp }), 400, 2002)
      expect(error.message).toBe(`OTP is incorrect: ${error.details[0].message}`)
      expect(error.details[0].path).toBe('otp')
      told.push(error.details[0].message)
    }
    expect(told).toEqual([
      '4 tries left',
      '3 tries left',
      '2 tries left',
      '1 try left',
      '0 tries left',
    ])
    expectError(await verify(account, given), 400, 2008)
    expect(await storedItem(`USER#${account.id}`)).not.toHaveProperty('phone')
  })

  test('compares at most five of 100 parallel guesses', async () => {
    const account = await register(driver)
    const given = await challenge(account, freshPhone())
    const answers = await Promise.all(
      wrongOtps(given.otp, 100).map((otp) => verify(account, { ...given, otp })),
    )
    const codes = answers.map(({ body }) => body.error.code)
    expect(codes.filter((code) => code === 2002).length).toBeLessThanOrEqual(5)
    // 1009: one process cannot open so many connections at once; each Lambda has its own.
    expect(codes.filter((code) => ![2002, 2008, 1009].includes(code))).toEqual([])
    const [stored] = (await storedOtps(account.id)).filter(({ proof }) => proof)
    expect(stored?.tries).toHaveProperty('size', 5)
    expectError(await verify(account, given), 400, 2008)
  })

  describe('refuses', () => {
    test('an OTP for another number, and counts it', async () => {
      const account = await register(driver)
      const given = await challenge(account, freshPhone())
      const swapped = { ...given, value: freshPhone() }
      for (let i = 0; i < 5; i++) expectError(await verify(account, swapped), 400, 2002)
      expectError(await verify(account, given), 400, 2008)
    })

    test('the OTP and OTI of another user, and counts nothing of theirs', async () => {
      const owner = await register(driver)
      const given = await challenge(owner, freshPhone())
      const thief = await register(driver)
      for (let i = 0; i < 6; i++) expectError(await verify(thief, given), 400, 2008)
      expect(await storedOtps(thief.id)).toEqual([])
      expectSuccess(await verify(owner, given))
    })

    test('the OTP of another OTI', async () => {
      const phone = freshPhone()
      const one = await register(driver)
      const other = await register(driver)
      const first = await challenge(one, phone)
      const second = await challenge(other, phone)
      if (first.otp !== second.otp) {
        expectError(await verify(one, { ...first, otp: second.otp }), 400, 2002)
      }
      expectError(await verify(one, { ...first, oti: second.oti }), 400, 2008)
      expectSuccess(await verify(one, first))
    })

    test('an OTI that nobody was given', async () => {
      const account = await register(driver)
      const given = await challenge(account, freshPhone())
      expectError(await verify(account, { ...given, oti: randomUUID() }), 400, 2008)
      expectError(await verify(account, { ...given, oti: 'x' }), 400, 2008)
    })

    test('a session that has ended', async () => {
      const account = await register(driver)
      const given = await challenge(account, freshPhone())
      expectSuccess(await account.call({ method: 'POST', path: '/auth/logout' }))
      expectError(await verify(account, given), 401, 1001)
      expect(await storedItem(`PHONE#+91${given.value}`)).toBeUndefined()
    })

    test('a user who was deleted', async () => {
      const account = await register(driver)
      const given = await challenge(account, freshPhone())
      expectSuccess(await account.call({ method: 'DELETE', path: '/users' }))
      expectError(await verify(account, given), 401, 1001)
      expect(await storedItem(`PHONE#+91${given.value}`)).toBeUndefined()
      expect(await storedItem(`USER#${account.id}`)).toBeUndefined()
    })
  })

  describe('a number', () => {
    test('that several accounts verify at once becomes one’s, and the others are told 3708', async () => {
      const phone = freshPhone()
      const accounts = await Promise.all(Array.from({ length: 5 }, () => register(driver)))
      const given = []
      for (const account of accounts) given.push({ account, ...(await challenge(account, phone)) })
      const answers = await Promise.all(given.map((one) => verify(one.account, one)))
      const codes = answers.map(({ body }) => body.error?.code ?? 'success').sort()
      expect(codes).toEqual([3708, 3708, 3708, 3708, 'success'])
      const claim = await storedItem(`PHONE#+91${phone}`)
      for (const { id } of accounts) {
        const user = await storedItem(`USER#${id}`)
        expect(user?.phone).toBe(claim?.userId === id ? `+91${phone}` : undefined)
      }
    })

    test('of an account that is deleted is free at once', async () => {
      const phone = freshPhone()
      const account = await register(driver)
      await link(account, phone)
      expectError(await send(await register(driver), phone), 409, 3708)
      expectSuccess(await account.call({ method: 'DELETE', path: '/users' }))
      expect(await storedItem(`PHONE#+91${phone}`)).toBeUndefined()
      await link(await register(driver), phone)
    })
  })

  describe('refuses as malformed', () => {
    let account: Account
    beforeAll(async () => {
      account = await register(driver)
    })
    const example = {
      phone_number: { code: '+91', value: '9876543210' },
      otp: '123456',
      oti: 'b2c3d4e5-f6a7-8901-bcde-f12345678901',
    }

    test('not the example of the document, which only nobody was sent', async () => {
      const answer = await account.call({ method: 'POST', path, body: example })
      expectError(answer, 400, 2008)
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
