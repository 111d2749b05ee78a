import { afterEach, expect, test, vi } from 'vitest'
import { writeTransaction } from '../../../shared/aws/transaction.ts'
import { newObjectId } from '../../../shared/object-id.ts'
import { smsBreaker } from '../../../shared/otps/sms-breaker.ts'
import { enforce } from '../../../shared/rate-limits/limiter.ts'
import '../../support/stack.ts'

afterEach(() => {
  vi.useRealTimers()
})

// So many requests that every shard gets more than it has room for.
test.each([
  [7, 7],
  [199, 199],
  // Two shards of 106.
  [213, 212],
])('a breaker of %i lets %i through, which fill its shards', async (max, expected) => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() })
  const name = `breaker-${newObjectId()}`
  let passed = 0
  for (let i = 0; i < 400; i++) {
    const breaker = smsBreaker(name, max, () => undefined)
    if (!(await writeTransaction({ limit: enforce(breaker) }))) passed += 1
  }
  expect(passed).toBe(expected)
})
