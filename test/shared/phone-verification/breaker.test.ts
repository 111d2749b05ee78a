import { afterEach, expect, test, vi } from 'vitest'
import { expectError } from '../../support/answers.ts'
import { openAccount } from '../../support/attempts.ts'
import { direct } from '../../support/drivers.ts'
import { freshPhone, send, smsTo } from '../../support/phones.ts'
import { storedOtps } from '../../support/stack.ts'

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllEnvs()
})

test('a breaker of 0 refuses all SMS', async () => {
  vi.stubEnv('OTP_SENDS_OF_ALL', '0')
  // The start of an hour in which no other test sends an SMS.
  vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2027, 5, 1) })
  const account = await openAccount(direct)
  const phone = freshPhone()
  const response = await send(account, phone)
  expectError(response, 429, 1005)
  expect(response.headers['retry-after']).toBe('3600')
  expect(await smsTo(phone)).toEqual([])
  expect(await storedOtps(account.id)).toEqual([])
})
