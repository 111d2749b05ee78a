import { retry, TryAgainError } from '../aws/retry.ts'
import type { TransactionItem } from '../aws/transaction.ts'
import type { CounterName } from '../phone-verification/otps-table.ts'
import { counterHasRoom, getCounter, incrementCounter, openCounter } from './counters.ts'
import { RateLimitedError } from './errors.ts'
import { secondsToWait } from './try-counter.ts'

/** At most `max` tries in a window, which opens with the first of them. */
export interface TryLimit extends CounterName {
  max: number
  windowMs: number
}

/** @throws RateLimitedError when one of the limits leaves no room for another try. */
export async function requireRoom(limits: readonly TryLimit[]): Promise<void> {
  const waits = await Promise.all(
    limits.map(async (limit) => secondsToWait(await getCounter(limit), limit.max)),
  )
  const wait = Math.max(...waits)
  if (wait > 0) throw new RateLimitedError(wait)
}

/**
 * Counts a failed try, before its failure is told: of parallel tries only `max` are ever answered.
 * @throws RateLimitedError when one of the limits had no room left for it.
 */
export async function countTry(limits: readonly TryLimit[]): Promise<void> {
  await Promise.all(limits.map(countOne))
}

/** The limits as conditions: what succeeds with them in a transaction was a try within them. */
export function roomConditions(limits: readonly TryLimit[]): TransactionItem[] {
  return limits.map((limit) => counterHasRoom(limit, limit.max))
}

async function countOne(limit: TryLimit): Promise<void> {
  await retry({ attempts: 4, pauseMs: 0 }, async () => {
    if (await incrementCounter(limit, limit.max)) return
    if (await openCounter(limit, limit.windowMs)) return
    // Either it is full, or another try opened the window between the two writes.
    await requireRoom([limit])
    throw new TryAgainError()
  })
}
