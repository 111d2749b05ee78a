import { afterEach, describe, expect, test, vi } from 'vitest'
import { direct } from '../../support/drivers.ts'
import { invalidParameter, withFault } from '../../support/faults.ts'
import { newHour } from '../../support/new-hour.ts'
import { openAccount } from '../../support/open-account.ts'
import { freshPhone, link, send, smsTo } from '../../support/phones.ts'
import { expectError } from '../../support/responses.ts'
import { storedOtps } from '../../support/stack.ts'

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllEnvs()
})

test('a breaker of 0 refuses all SMS', async () => {
  vi.stubEnv('OTP_SENDS_OF_ALL', '0')
  vi.useFakeTimers({ toFake: ['Date'], now: newHour() })
  const account = await openAccount(direct)
  const phone = freshPhone()
  const response = await send(account, phone)
  expectError(response, 429, 1005)
  expect(response.headers['retry-after']).toBe('3600')
  expect(await smsTo(phone)).toEqual([])
  expect(await storedOtps(account.id)).toEqual([])
})

describe('the breaker counts no SMS', () => {
  /** Sends from a new account for each phone, in the same hour, and returns the status of each response. */
  const statusesOf = async (phones: readonly string[]): Promise<number[]> => {
    const requests = phones.map(async (phone) => send(await openAccount(direct), phone))
    return (await Promise.all(requests)).map(({ status }) => status)
  }

  test('for 50 requests for impossible numbers and 50 for claimed ones', async () => {
    const claimed = freshPhone()
    await link(await openAccount(direct), claimed)
    vi.stubEnv('OTP_SENDS_OF_ALL', '50')
    vi.stubEnv('OTP_SENDS_PER_PHONE', '50')
    vi.stubEnv('OTP_SENDS_PER_PHONE_A_DAY', '50')
    vi.useFakeTimers({ toFake: ['Date'], now: newHour() })
    const impossible = Array.from(
      { length: 50 },
      (_, i) => `98765432101${String(i).padStart(2, '0')}`,
    )
    expect(new Set(await statusesOf(impossible))).toEqual(new Set([422]))
    for (let i = 0; i < 50; i++) expect(await statusesOf([claimed])).toEqual([409])
    // A shard of the breaker has room for five.
    const honest = Array.from({ length: 5 }, freshPhone)
    expect(await statusesOf(honest)).toEqual([200, 200, 200, 200, 200])
  })

  test('for requests whose number SNS refuses', async () => {
    vi.stubEnv('OTP_SENDS_OF_ALL', '1')
    vi.useFakeTimers({ toFake: ['Date'], now: newHour() })
    const error = invalidParameter('PhoneNumber')
    const refused = withFault({ command: 'PublishCommand', error }, () =>
      statusesOf([freshPhone()]),
    )
    expect(await refused).toEqual([422])
    expect(await statusesOf([freshPhone()])).toEqual([200])
    expect(await statusesOf([freshPhone()])).toEqual([429])
  })
})
