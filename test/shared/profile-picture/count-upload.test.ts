import { afterEach, describe, expect, test, vi } from 'vitest'
import { callAs, logIn } from '../../support/accounts.ts'
import { direct, drivers } from '../../support/drivers.ts'
import { plain } from '../../support/images.ts'
import { openAccount } from '../../support/open-account.ts'
import { storedKeys, upload } from '../../support/pictures.ts'
import { expectError, expectSuccess } from '../../support/responses.ts'

const jpeg = await plain(40, 30).jpeg().toBuffer()
const text = Buffer.from('no picture')
const times = (count: number) => Array.from({ length: count }, (_, index) => index)

describe.each(drivers)('uploads over $name', (driver) => {
  test('are accepted 30 times an hour, and refused files count', async () => {
    const account = await openAccount(driver)
    for (const _ of times(29)) expectError(await upload(account, text), 415, 1008)
    expectSuccess(await upload(account, jpeg))
    const before = await storedKeys(account)
    const limited = await upload(account, jpeg)
    expectError(limited, 429, 1005)
    expect(Number(limited.headers['retry-after'])).toBeGreaterThan(3500)
    expect(await storedKeys(account)).toEqual(before)
  })

  test('of other users are not limited with them', async () => {
    const [account, other] = [await openAccount(driver), await openAccount(driver)]
    for (const _ of times(30)) await upload(account, text)
    expectError(await upload(account, jpeg), 429, 1005)
    expectSuccess(await upload(other, jpeg))
  })

  test('with a wrong secret are refused and not counted', async () => {
    const account = await openAccount(driver)
    const forged = { call: callAs(driver, account.token.slice(0, -43) + 'A'.repeat(43)) }
    for (const _ of times(31)) expectError(await upload(forged, jpeg), 401, 1001)
    expectSuccess(await upload(account, jpeg))
  })
})

test('of 60 parallel uploads at most 30 are decoded', async () => {
  const account = await openAccount(direct)
  const responses = await Promise.all(times(60).map(() => upload(account, text)))
  const decoded = responses.filter(({ status }) => status === 415)
  expect(decoded.length).toBeLessThanOrEqual(30)
  for (const { status } of responses) expect([415, 429, 503]).toContain(status)
})

describe('the limit on uploads', () => {
  afterEach(() => {
    vi.useRealTimers()
  })

  test('counts the last hour, over all sessions of the user', async () => {
    const account = await openAccount(direct)
    for (const _ of times(30)) await upload(account, text)
    const logInAgain = async () => {
      const { body } = await logIn(direct, account)
      return { call: callAs(direct, body.data.access_token) }
    }
    expectError(await upload(await logInAgain(), jpeg), 429, 1005)
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_600_000 })
    expectSuccess(await upload(await logInAgain(), jpeg))
  })
})
