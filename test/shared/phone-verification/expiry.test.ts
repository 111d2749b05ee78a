import { afterEach, describe, expect, test, vi } from 'vitest'
import { direct } from '../../support/drivers.ts'
import { openAccount } from '../../support/open-account.ts'
import { challenge, freshPhone, verify, wrongOtps } from '../../support/phones.ts'
import { expectError, expectSuccess } from '../../support/responses.ts'
import { storedOtps } from '../../support/stack.ts'

const setTime = (now: number) => vi.useFakeTimers({ toFake: ['Date'], now })
afterEach(() => {
  vi.useRealTimers()
})

describe('the server’s clock', () => {
  test('expires an OTP at its expiry_time, to the millisecond', async () => {
    const account = await openAccount(direct)
    const given = await challenge(account, freshPhone())
    setTime(given.expiry_time)
    expectError(await verify(account, given), 400, 2003)
    setTime(given.expiry_time - 1)
    expectSuccess(await verify(account, given))
  })

  test('expires an OTP, after which no try is counted', async () => {
    const account = await openAccount(direct)
    const given = await challenge(account, freshPhone())
    setTime(given.expiry_time)
    for (let i = 0; i < 6; i++) {
      expectError(await verify(account, { ...given, otp: '000000' }), 400, 2003)
    }
    setTime(given.expiry_time - 1)
    expectSuccess(await verify(account, given))
  })

  test('expires an OTI ten minutes after it was made, to the millisecond', async () => {
    const account = await openAccount(direct)
    const given = await challenge(account, freshPhone())
    const end = given.expiry_time + 5 * 60_000
    setTime(end - 1)
    expectError(await verify(account, given), 400, 2003)
    setTime(end)
    expectError(await verify(account, given), 400, 2008)
  })

  test('makes no difference once the tries are used up: the OTI is of no use', async () => {
    const account = await openAccount(direct)
    const given = await challenge(account, freshPhone())
    for (const otp of wrongOtps(given.otp, 5)) {
      expectError(await verify(account, { ...given, otp }), 400, 2002)
    }
    expectError(await verify(account, given), 400, 2008)
    setTime(given.expiry_time)
    expectError(await verify(account, given), 400, 2008)
  })

  test('decides, and not the device’s', async () => {
    const account = await openAccount(direct)
    const given = await challenge(account, freshPhone())
    setTime(given.expiry_time)
    const response = await account.call({
      method: 'POST',
      path: '/users/verify-phone-otp',
      body: { ...given, phone_number: { code: '+91', value: given.value } },
      headers: { 'x-dev-time': String(given.expiry_time - 60_000) },
    })
    expectError(response, 400, 2003)
  })

  test('leaves an earlier OTP valid when another one is sent', async () => {
    const account = await openAccount(direct)
    const phone = freshPhone()
    const first = await challenge(account, phone)
    setTime(Date.now() + 30_000)
    await challenge(account, phone)
    expectSuccess(await verify(account, first))
  })

  test('lets TTL remove an OTP after its OTI has expired, not before', async () => {
    const account = await openAccount(direct)
    const { expiry_time } = await challenge(account, freshPhone())
    const [stored] = (await storedOtps(account.id)).filter(({ proof }) => proof)
    expect(stored?.expiresAt).toBe(Math.ceil((expiry_time + 5 * 60_000) / 1000))
  })
})

describe('changing the number', () => {
  test('frees the previous one for another account', async () => {
    const account = await openAccount(direct)
    const [before, after] = [freshPhone(), freshPhone()]
    expectSuccess(await verify(account, await challenge(account, before)))
    setTime(Date.now() + 30_000)
    const data = expectSuccess(await verify(account, await challenge(account, after)))
    expect(data.phone_number).toEqual({ code: '+91', value: after })
    const other = await openAccount(direct)
    expectSuccess(await verify(other, await challenge(other, before)))
  })

  test('to the current one sends an SMS, and is a 3709 at verification', async () => {
    const account = await openAccount(direct)
    const phone = freshPhone()
    expectSuccess(await verify(account, await challenge(account, phone)))
    setTime(Date.now() + 30_000)
    const again = await challenge(account, phone)
    expectError(await verify(account, again), 409, 3709)
  })
})
