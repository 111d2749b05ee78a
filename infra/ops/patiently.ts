import { isUnavailable } from '../../shared/aws/errors.ts'
import { retry, TryAgainError } from '../../shared/aws/retry.ts'
import { ServiceUnavailableError } from '../../shared/errors.ts'

/**
 * Repeats idempotent work while AWS throttles or is out of reach. A command may retry longer than a request,
 * because no client waits for it, and it may exceed a table's throughput for a while.
 * @throws ServiceUnavailableError after 8 attempts, half a minute on average.
 */
export async function patiently<T>(work: () => Promise<T>): Promise<T> {
  return await retry({ attempts: 8, pauseMs: 500, maxPauseMs: 15_000 }, async () => {
    try {
      return await work()
    } catch (error) {
      const isTransient = isUnavailable(error) || error instanceof ServiceUnavailableError
      throw isTransient ? new TryAgainError(error) : error
    }
  })
}
