import { afterEach, describe, expect, test, vi } from 'vitest'
import { register } from '../../support/accounts.ts'
import { expectError, expectSuccess } from '../../support/answers.ts'
import { direct } from '../../support/drivers.ts'
import { challenge, freshPhone, verify } from '../../support/phones.ts'
import { storedOtps } from '../../support/stack.ts'

const setTime = (now: number) => vi.useFakeTimers({ toFake: ['Date'], now })
afterEach(() => {
  vi.useRealTimers()
})

describe('time', () => {
  test('ends an OTP at its expiry_time, to the millisecond', async () => {
    const account = await register(direct)
    const given = await challenge(account, freshPhone())
    setTime(given.expiry_time)
    expectError(await verify(account, given), 400, 2003)
    setTime(given.expiry_time - 1)
    expectSuccess(await verify(account, given))
  })

  test('counts no try of an OTP that has ended, right or wrong', async () => {
    const account = await register(direct)
    const given = await challenge(account, freshPhone())
    setTime(given.expiry_time)
    for (let i = 0; i < 6; i++) {
      expectError(await verify(account, { ...given, otp: '000000' }), 400, 2003)
    }
    setTime(given.expiry_time - 1)
    expectSuccess(await verify(account, given))
  })

  test('ends an OTI ten minutes after it was made, to the millisecond', async () => {
    const account = await register(direct)
    const given = await challenge(account, freshPhone())
    const end = given.expiry_time + 5 * 60_000
    setTime(end - 1)
    expectError(await verify(account, given), 400, 2003)
    setTime(end)
    expectError(await verify(account, given), 400, 2008)
  })

  test('is ours: the device’s clock decides nothing', async () => {
    const account = await register(direct)
    const given = await challenge(account, freshPhone())
    setTime(given.expiry_time)
    const answer = await account.call({
      method: 'POST',
      path: '/users/verify-phone-otp',
      body: { ...given, phone_number: { code: '+91', value: given.value } },
      headers: { 'x-dev-time': String(given.expiry_time - 60_000) },
    })
    expectError(answer, 400, 2003)
  })

  test('leaves an earlier OTP good when another one was sent', async () => {
    const account = await register(direct)
    const phone = freshPhone()
    const first = await challenge(account, phone)
    setTime(Date.now() + 30_000)
    await challenge(account, phone)
    expectSuccess(await verify(account, first))
  })

  test('lets TTL remove an OTP when its OTI has ended, not before', async () => {
    const account = await register(direct)
    const { expiry_time } = await challenge(account, freshPhone())
    const [stored] = (await storedOtps(account.id)).filter(({ proof }) => proof)
    expect(stored?.expiresAt).toBe(Math.ceil((expiry_time + 5 * 60_000) / 1000))
  })
})

describe('a number that is changed', () => {
  test('frees the one before, and another account may have it', async () => {
    const account = await register(direct)
    const [before, after] = [freshPhone(), freshPhone()]
    expectSuccess(await verify(account, await challenge(account, before)))
    setTime(Date.now() + 30_000)
    const data = expectSuccess(await verify(account, await challenge(account, after)))
    expect(data.phone_number).toEqual({ code: '+91', value: after })
    const other = await register(direct)
    expectSuccess(await verify(other, await challenge(other, before)))
  })

  test('to what it was already is sent, and told as 3709 when it is verified', async () => {
    const account = await register(direct)
    const phone = freshPhone()
    expectSuccess(await verify(account, await challenge(account, phone)))
    setTime(Date.now() + 30_000)
    const again = await challenge(account, phone)
    expectError(await verify(account, again), 409, 3709)
  })
})
