import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { writeTransaction } from '../../../shared/aws/transaction.ts'
import { newObjectId } from '../../../shared/object-id.ts'
import { type Counter, readCounter } from '../../../shared/rate-limits/counters.ts'
import { countFailedTry, failedTries } from '../../../shared/rate-limits/failed-tries.ts'
import { distinctValues, fixedWindow } from '../../../shared/rate-limits/fixed-window.ts'
import { enforce, type Limit } from '../../../shared/rate-limits/limiter.ts'
import { slidingWindow } from '../../../shared/rate-limits/sliding-window.ts'
import '../../support/stack.ts'

const MINUTE = 60 * 1000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
/** Not a whole second, which TTL rounds up to. */
const NOW = Date.UTC(2027, 0, 1, 10, 20, 30, 1)

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW })
})
afterEach(() => {
  vi.useRealTimers()
})

const ofUser = (name: string): Counter => ({ name, subject: { userId: newObjectId() } })

// Each limit takes the time when it is made.
test.each<[string, () => Limit, number]>([
  [
    'a sliding window: its longest span after the last request',
    () => slidingWindow(ofUser('a'), { max: 5, windowMs: DAY }, { max: 2, windowMs: HOUR }),
    NOW + DAY,
  ],
  [
    'a fixed window: the end of the hour of the clock',
    () => fixedWindow(ofUser('b'), { max: 3, windowMs: HOUR }),
    Date.UTC(2027, 0, 1, 11),
  ],
  [
    'distinct values: the end of the day of the clock',
    () => distinctValues(ofUser('c'), 'value', { max: 2, windowMs: DAY }),
    Date.UTC(2027, 0, 2),
  ],
])('a counter expires with %s', async (_, make, end) => {
  const limit = make()
  expect(await writeTransaction({ limit: enforce(limit) })).toBeUndefined()
  expect((await readCounter(limit.counter))?.expiresAt).toBe(Math.ceil(end / 1000))
})

test('a counter of failed tries expires with the window of the first, whatever comes later', async () => {
  const limit = failedTries(ofUser('d'), { max: 3, windowMs: 15 * MINUTE })
  const end = NOW + 15 * MINUTE
  const expected = { windowEndsAt: end, expiresAt: Math.ceil(end / 1000) }
  await countFailedTry([limit])
  expect(await readCounter(limit.counter)).toMatchObject({ count: 1, ...expected })
  vi.setSystemTime(NOW + 10 * MINUTE)
  await countFailedTry([limit])
  expect(await readCounter(limit.counter)).toMatchObject({ count: 2, ...expected })
  vi.setSystemTime(end)
  await countFailedTry([limit])
  expect(await readCounter(limit.counter)).toMatchObject({
    count: 1,
    windowEndsAt: end + 15 * MINUTE,
    expiresAt: Math.ceil((end + 15 * MINUTE) / 1000),
  })
})
