import type { TransactionItem } from '../aws/transaction.ts'
import {
  type Counter,
  type CounterChange,
  counterItem,
  readCounter,
  type StoredCounter,
} from './counters.ts'
import { RateLimitedError } from './errors.ts'

/** At most `max` requests within a window of time. `windowMs` is its length. */
export interface Quota {
  readonly max: number
  readonly windowMs: number
}

/**
 * A limit on the requests of one subject: `slidingWindow`, `fixedWindow`, `distinctValues` or
 * `failedTries`. They differ in when their window begins and in what they count. A limit "has room" when
 * it allows one more request.
 */
export interface Limit {
  readonly counter: Counter
  /** Makes the condition that the limit has room, and the update that counts the request. */
  readonly change: () => CounterChange
  /** When the limit has room again (epoch ms): a fixed time, or a function of the stored counter. */
  readonly roomAt: number | ((stored: StoredCounter | undefined) => number)
  /** Called when the limit has refused, e.g. to count a metric. */
  readonly onRefused?: () => void
}

/**
 * Makes the item of a transaction that checks a limit and counts the request. Put it into the transaction that does
 * the request's work: then a refused request writes nothing, and parallel requests cannot exceed the limit. The
 * transaction's token prevents a retry from counting twice.
 */
export function enforce({ counter, change }: Limit): TransactionItem {
  return counterItem(counter, change())
}

/**
 * Requires that all limits have room, and counts nothing.
 * @throws RateLimitedError with the longest wait of all limits.
 */
export async function requireRoom(limits: readonly Limit[]): Promise<void> {
  const roomAt = await findRoom(limits)
  if (roomAt > Date.now()) throw RateLimitedError.until(roomAt)
}

/**
 * Requires that no limit refused a transaction. `refused` has one flag for each of `limits`: the result of
 * `writeTransaction` for `limits.map(enforce)`, undefined when the transaction succeeded.
 * @throws RateLimitedError with the longest wait of the limits that refused.
 */
export async function requireNoneRefused(
  limits: readonly Limit[],
  refused: readonly boolean[] | undefined,
): Promise<void> {
  if (!refused) return
  const refusing = refusingLimits(limits, refused)
  if (refusing.length === 0) return
  throw RateLimitedError.until(await findRoom(refusing))
}

/** Returns the limits that refused a transaction, and calls their `onRefused`. For work that is then dropped. */
export function refusingLimits(
  limits: readonly Limit[],
  refused: readonly boolean[],
): readonly Limit[] {
  const refusing = limits.filter((_, index) => refused[index])
  for (const limit of refusing) limit.onRefused?.()
  return refusing
}

/** Returns when all limits have room, epoch ms. */
async function findRoom(limits: readonly Limit[]): Promise<number> {
  const times = limits.map(async ({ counter, roomAt }) =>
    typeof roomAt === 'number' ? roomAt : roomAt(await readCounter(counter)),
  )
  return Math.max(...(await Promise.all(times)))
}
