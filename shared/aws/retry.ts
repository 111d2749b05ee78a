import { setTimeout } from 'node:timers/promises'
import { ServiceUnavailableError } from '../errors.ts'
import { isConflictOrThrottled } from './errors.ts'

/**
 * Thrown by an attempt that failed because of a concurrent request, so that a new attempt may succeed.
 * `retry` catches it. Subclass it to give the failure a name.
 */
export class TryAgainError extends Error {
  constructor(cause?: unknown) {
    super('Try again', { cause })
  }
}

/** How many attempts to make, and how long to wait between them. */
export interface RetryOptions {
  /** Number of attempts, the first included. */
  readonly attempts: number
  /** Upper bound of the first pause, in ms; it doubles with each attempt. 0: no pauses. @default 40 */
  readonly pauseMs?: number
  /** Upper bound of every pause, in ms. @default none */
  readonly maxPauseMs?: number
}

/**
 * Calls `attempt` (with its number, from 1) until it returns, and returns its value. All retries of our code use
 * this loop. Each pause is a random part of an upper bound that doubles with each attempt ("full jitter"):
 * https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/
 * @throws ServiceUnavailableError when the last attempt throws TryAgainError. Throws any other error at once.
 */
export async function retry<T>(
  { attempts, pauseMs = 40, maxPauseMs = Number.POSITIVE_INFINITY }: RetryOptions,
  attempt: (number: number) => Promise<T>,
): Promise<T> {
  for (let number = 1; ; number++) {
    try {
      return await attempt(number)
    } catch (error) {
      if (!(error instanceof TryAgainError)) throw error
      if (number === attempts) throw new ServiceUnavailableError(error.cause)
    }
    const bound = Math.min(pauseMs * 2 ** (number - 1), maxPauseMs)
    if (bound > 0) await setTimeout(Math.random() * bound)
  }
}

/**
 * Sends a write to DynamoDB. Retries what the SDK does not: a conflict with a transaction, and a transaction that
 * DynamoDB throttled.
 * @throws ServiceUnavailableError when the fourth attempt fails in this way too.
 */
export async function retryConflicts<T>(send: () => Promise<T>): Promise<T> {
  return await retry({ attempts: 4 }, async () => {
    try {
      return await send()
    } catch (error) {
      throw isConflictOrThrottled(error) ? new TryAgainError(error) : error
    }
  })
}
