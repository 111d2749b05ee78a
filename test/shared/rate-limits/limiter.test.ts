import { describe, expect, test, vi } from 'vitest'
import { RateLimitedError } from '../../../shared/rate-limits/errors.ts'
import {
  type Limit,
  refusingLimits,
  requireNoneRefused,
  requireRoom,
} from '../../../shared/rate-limits/limiter.ts'

/** A limit that has room again after so many ms. */
const limitWith = (waitMs: number, onRefused?: () => void): Limit => ({
  counter: { name: 'test', subject: 'test' },
  change: () => ({ condition: 'attribute_exists(pk)' }),
  roomAt: Date.now() + waitMs,
  onRefused,
})

/** The Retry-After of the error with which `check` rejects. */
async function waitOf(check: Promise<void>): Promise<number> {
  const error = await check.catch((thrown: unknown) => thrown)
  if (!(error instanceof RateLimitedError)) throw new Error(`No limit refused: ${error}`)
  return error.retryAfterSeconds
}

describe('the wait', () => {
  const [short, long] = [limitWith(10_000), limitWith(60_000)]

  test('is the longest of the limits that refused, in any order', async () => {
    expect(await waitOf(requireNoneRefused([short, long], [true, true]))).toBe(60)
    expect(await waitOf(requireNoneRefused([long, short], [true, true]))).toBe(60)
    expect(await waitOf(requireNoneRefused([long, short], [false, true]))).toBe(10)
  })

  test('is the longest of the limits without room', async () => {
    expect(await waitOf(requireRoom([short, long]))).toBe(60)
    expect(await waitOf(requireRoom([long, limitWith(-1)]))).toBe(60)
  })

  test('is a second when a limit that refused has room by now', async () => {
    expect(await waitOf(requireNoneRefused([limitWith(-5000)], [true]))).toBe(1)
    expect(await waitOf(requireNoneRefused([limitWith(0)], [true]))).toBe(1)
  })
})

test('no limit refuses when all have room', async () => {
  await requireNoneRefused([limitWith(60_000)], [false])
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() })
  await requireRoom([limitWith(0), limitWith(-1)])
  vi.useRealTimers()
})

test('only the limits that refused are notified', () => {
  const [one, other] = [vi.fn(), vi.fn()]
  const limits = [limitWith(1, one), limitWith(1, other), limitWith(1)]
  expect(refusingLimits(limits, [false, true, true])).toEqual(limits.slice(1))
  expect(one).not.toHaveBeenCalled()
  expect(other).toHaveBeenCalledTimes(1)
})
