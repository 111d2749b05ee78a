import { retry, TryAgainError } from '../aws/retry.ts'
import { toTtl } from '../time.ts'
import { type Counter, changeCounter } from './counters.ts'
import { type Limit, type Quota, requireRoom } from './limiter.ts'
import { nextTryAt, type TryCounter, tryCondition } from './try-counter.ts'

/** A limit that counts only failed tries. */
export interface TryLimit extends Limit {
  readonly quota: Quota
}

/**
 * A limit of at most `max` failed tries within a window of `windowMs`, which opens with the first of them. A successful
 * try sends a transaction: `enforce` adds this limit to it as a check that counts nothing. After a failed try, call
 * `countFailedTry`.
 */
export function failedTries(counter: Counter, quota: Quota): TryLimit {
  return {
    counter,
    quota,
    change: () => tryCondition(quota.max),
    roomAt: (stored) => nextTryAt(stored as TryCounter | undefined, quota.max),
  }
}

/**
 * Counts a failed try. Await it before you respond. Otherwise parallel tries could get more than `max` responses.
 * @throws RateLimitedError when one of the limits is already used up.
 */
export async function countFailedTry(limits: readonly TryLimit[]): Promise<void> {
  await Promise.all(limits.map(countOne))
}

async function countOne(limit: TryLimit): Promise<void> {
  await retry({ attempts: 4, pauseMs: 0 }, async () => {
    if ((await addToWindow(limit)) || (await openWindow(limit))) return
    // Either the open window is full, or another try has opened a window between the two writes.
    await requireRoom([limit])
    throw new TryAgainError()
  })
}

/**
 * Counts a try in the open window. Returns false when no window is open, or the window is full. After a lost response,
 * the SDK's retry may count a try twice. That makes the limit stricter, never looser.
 */
async function addToWindow({ counter, quota: { max } }: TryLimit): Promise<boolean> {
  return await changeCounter(counter, {
    update: 'ADD #count :one',
    condition: 'windowEndsAt > :now AND #count < :max',
    names: { '#count': 'count' },
    values: { ':one': 1, ':now': Date.now(), ':max': max },
  })
}

/** Opens a window that contains one try. Returns false when a window is open already. */
async function openWindow({ counter, quota: { windowMs } }: TryLimit): Promise<boolean> {
  const now = Date.now()
  const windowEndsAt = now + windowMs
  return await changeCounter(counter, {
    update: 'SET #count = :one, windowEndsAt = :end, expiresAt = :expiresAt',
    condition: 'attribute_not_exists(pk) OR windowEndsAt <= :now',
    names: { '#count': 'count' },
    values: { ':one': 1, ':now': now, ':end': windowEndsAt, ':expiresAt': toTtl(windowEndsAt) },
  })
}
