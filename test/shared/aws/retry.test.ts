import * as timers from 'node:timers/promises'
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { RetryOptions } from '../../../shared/aws/retry.ts'

vi.mock('node:timers/promises', { spy: true })
// Another file of this worker may have loaded the module without the spy.
vi.resetModules()
const { retry, TryAgainError } = await import('../../../shared/aws/retry.ts')
const { ServiceUnavailableError } = await import('../../../shared/errors.ts')

const setTimeout = vi.mocked(timers.setTimeout)

afterAll(() => {
  // The next file of this worker loads the module without the spy.
  setTimeout.mockRestore()
  vi.resetModules()
})

beforeEach(() => {
  setTimeout.mockReset().mockResolvedValue(undefined)
  // The longest pause that full jitter can choose.
  vi.spyOn(Math, 'random').mockReturnValue(1)
})

const pauses = () => setTimeout.mock.calls.map(([ms]) => ms)

/** Makes attempts that fail so many times before they return their number. */
async function retryAfter(failures: number, options: RetryOptions): Promise<number> {
  return await retry(options, async (attempt) => {
    await Promise.resolve()
    if (attempt <= failures) throw new TryAgainError()
    return attempt
  })
}

describe('retry', () => {
  test('returns the value of the first attempt that does not ask for another', async () => {
    expect(await retryAfter(0, { attempts: 4 })).toBe(1)
    expect(pauses()).toEqual([])
    expect(await retryAfter(3, { attempts: 4 })).toBe(4)
  })

  test('pauses up to 40 ms, doubled with each attempt', async () => {
    await retryAfter(4, { attempts: 5 })
    expect(pauses()).toEqual([40, 80, 160, 320])
  })

  test('pauses for a random part of that', async () => {
    vi.spyOn(Math, 'random').mockReturnValueOnce(0).mockReturnValueOnce(0.25)
    await retryAfter(2, { attempts: 3 })
    expect(pauses()).toEqual([0, 20])
  })

  test('never pauses longer than allowed, and not at all with a bound of 0', async () => {
    await retryAfter(3, { attempts: 4, maxPauseMs: 80 })
    expect(pauses()).toEqual([40, 80, 80])
    setTimeout.mockClear()
    await retryAfter(3, { attempts: 4, pauseMs: 0 })
    expect(pauses()).toEqual([])
  })

  test('throws ServiceUnavailableError after the last attempt, without a pause', async () => {
    const cause = new Error('conflict')
    const attempt = vi.fn().mockRejectedValue(new TryAgainError(cause))
    const error = await retry({ attempts: 3 }, attempt).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(ServiceUnavailableError)
    expect(error).toHaveProperty('cause', cause)
    expect(attempt.mock.calls).toEqual([[1], [2], [3]])
    expect(pauses()).toEqual([40, 80])
  })

  test('throws any other error at once', async () => {
    const attempt = vi.fn().mockRejectedValue(new RangeError('defect'))
    await expect(retry({ attempts: 3 }, attempt)).rejects.toThrow(RangeError)
    expect(attempt).toHaveBeenCalledTimes(1)
  })

  test('makes another attempt for a subclass of TryAgainError', async () => {
    class Refused extends TryAgainError {}
    const attempt = vi.fn().mockRejectedValueOnce(new Refused()).mockResolvedValue('done')
    expect(await retry({ attempts: 2 }, attempt)).toBe('done')
  })
})
