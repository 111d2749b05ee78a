import { describe, expect, test } from 'vitest'
import { drivers, troubleOver } from '../../support/drivers.ts'
import { openAccount } from '../../support/open-account.ts'
import { challenge, freshPhone, link, send, verify, wrongOtps } from '../../support/phones.ts'
import { expectError, expectSuccess } from '../../support/responses.ts'
import { storedItem, storedOtps } from '../../support/stack.ts'

describe.each(drivers)('POST /users/verify-phone-otp over $name', (driver) => {
  test('links the number and returns the full profile', async () => {
    const account = await openAccount(driver)
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
  ])('treats a number sent as "%s…" and verified as "%s…" as the same', async (sent, verified) => {
    const account = await openAccount(driver)
    const phone = freshPhone()
    const { otp, oti } = await challenge(account, `${sent}${phone}`)
    const response = await verify(account, { value: `${verified}${phone}`, otp, oti })
    expect(expectSuccess(response).phone_number).toEqual({ code: '+91', value: phone })
  })

  test('ignores white space and format characters that keyboards add', async () => {
    const account = await openAccount(driver)
    const phone = freshPhone()
    const { otp, oti } = await challenge(
      account,
      ` ${phone.slice(0, 5)}\u00A0${phone.slice(5)}\u202C`,
      phone,
    )
    const given = {
      value: `\u200E${phone} `,
      otp: `${otp.slice(0, 3)} ${otp.slice(3)}\n`,
      oti: ` ${oti}\u200E`,
    }
    expect(expectSuccess(await verify(account, given)).phone_number.value).toBe(phone)
  })

  test('refuses digits of another script', async () => {
    const account = await openAccount(driver)
    const given = await challenge(account, freshPhone())
    expectError(await verify(account, { ...given, otp: '१२३४५६' }), 422, 1006)
  })

  test('returns 3709 to a repeated request and changes nothing', async () => {
    const account = await openAccount(driver)
    const phone = freshPhone()
    const given = await challenge(account, phone)
    expectSuccess(await verify(account, given))
    const before = await storedItem(`USER#${account.id}`)
    const { message } = expectError(await verify(account, given), 409, 3709)
    expect(message).toBe('Phone number already exists on this account')
    expectError(await verify(account, { ...given, value: `0${phone}` }), 409, 3709)
    expect(await storedItem(`USER#${account.id}`)).toEqual(before)
  })

  test('accepts an OTP only once', async () => {
    const account = await openAccount(driver)
    const given = await challenge(account, freshPhone())
    expectSuccess(await verify(account, given))
    expectError(await verify(account, { ...given, value: freshPhone() }), 400, 2008)
    expect((await storedOtps(account.id)).filter(({ proof }) => proof)).toEqual([])
  })

  test('succeeds once when the correct OTP is sent ten times in parallel', async () => {
    const account = await openAccount(driver)
    const given = await challenge(account, freshPhone())
    const responses = await Promise.all(Array.from({ length: 10 }, () => verify(account, given)))
    const codes = responses.map(({ body }) => body.error?.code ?? 'success')
    expect(codes.filter((code) => code === 'success')).toHaveLength(1)
    expect(codes.every((code) => ['success', 3709, 2008].includes(code))).toBe(true)
  })

  test('returns the tries left, and after five wrong OTPs refuses the correct one', async () => {
    const account = await openAccount(driver)
    const given = await challenge(account, freshPhone())
    const messages: string[] = []
    for (const otp of wrongOtps(given.otp, 5)) {
      const error = expectError(await verify(account, { ...given, otp }), 400, 2002)
      expect(error.message).toBe(`OTP is incorrect: ${error.details[0].message}`)
      expect(error.details[0].path).toBe('otp')
      messages.push(error.details[0].message)
    }
    expect(messages).toEqual([
      '4 tries left',
      '3 tries left',
      '2 tries left',
      '1 try left',
      '0 tries left',
    ])
    expectError(await verify(account, given), 400, 2008)
    expect(await storedItem(`USER#${account.id}`)).not.toHaveProperty('phone')
  })

  test('checks at most five of 100 parallel guesses', async () => {
    const account = await openAccount(driver)
    const given = await challenge(account, freshPhone())
    const responses = await Promise.all(
      wrongOtps(given.otp, 100).map((otp) => verify(account, { ...given, otp })),
    )
    const codes = responses.map(({ body }) => body.error.code)
    expect(codes.filter((code) => code === 2002).length).toBeLessThanOrEqual(5)
    const trouble = troubleOver(driver).length > 0 ? [1009] : []
    expect(codes.filter((code) => ![2002, 2008, ...trouble].includes(code))).toEqual([])
    const [stored] = (await storedOtps(account.id)).filter(({ proof }) => proof)
    expect(stored?.tries).toBe(5)
    expectError(await verify(account, given), 400, 2008)
  })

  describe('a number', () => {
    test('that several accounts verify in parallel is linked to one, and the others get 3708', async () => {
      const phone = freshPhone()
      const accounts = await Promise.all(Array.from({ length: 5 }, () => openAccount(driver)))
      const given = []
      for (const account of accounts) given.push({ account, ...(await challenge(account, phone)) })
      const responses = await Promise.all(given.map((one) => verify(one.account, one)))
      const codes = responses.map(({ body }) => body.error?.code ?? 'success').sort()
      expect(codes).toEqual([3708, 3708, 3708, 3708, 'success'])
      const claim = await storedItem(`PHONE#+91${phone}`)
      for (const { id } of accounts) {
        const user = await storedItem(`USER#${id}`)
        expect(user?.phone).toBe(claim?.userId === id ? `+91${phone}` : undefined)
      }
    })

    test('of a deleted account is free immediately', async () => {
      const phone = freshPhone()
      const account = await openAccount(driver)
      await link(account, phone)
      expectError(await send(await openAccount(driver), phone), 409, 3708)
      expectSuccess(await account.call({ method: 'DELETE', path: '/users' }))
      expect(await storedItem(`PHONE#+91${phone}`)).toBeUndefined()
      await link(await openAccount(driver), phone)
    })
  })
})
