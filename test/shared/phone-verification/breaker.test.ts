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

test('has no SMS for anybody when the stage says 0', async () => {
  vi.stubEnv('OTP_SENDS_OF_ALL', '0')
  // An hour that no other test sends anything in, at its start.
  vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2027, 5, 1) })
  const account = await openAccount(direct)
  const phone = freshPhone()
  const answer = await send(account, phone)
  expectError(answer, 429, 1005)
  expect(answer.headers['retry-after']).toBe('3600')
  expect(await smsTo(phone)).toEqual([])
  expect(await storedOtps(account.id)).toEqual([])
})
