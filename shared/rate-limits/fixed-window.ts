import { hash } from 'node:crypto'
import type { TransactionItem } from '../aws/transaction.ts'
import { toTtl } from '../time.ts'
import { type Counter, counterItem } from './counters.ts'
import type { Limit, Quota } from './limiter.ts'

/**
 * A limit of at most `max` requests within each window of the UTC clock, e.g. from 9:00 to 10:00. When `max` is 0, no
 * request is allowed. For numbers that are too large for a sliding window (MAX_SLIDING).
 */
export function fixedWindow(counter: Counter, { max, windowMs }: Quota): Limit {
  const window = currentWindow(counter, windowMs)
  return {
    ...window,
    change: () => ({
      update: 'SET expiresAt = :expiresAt ADD taken :one',
      condition: max < 1 ? 'taken < :max' : 'attribute_not_exists(taken) OR taken < :max',
      values: { ':one': 1, ':max': max, ':expiresAt': toTtl(window.roomAt) },
    }),
  }
}

/** Makes the item of a transaction that subtracts one request from the count of a `fixedWindow`. */
export function giveBack({ counter }: Limit): TransactionItem {
  const values = { ':minusOne': -1, ':zero': 0 }
  return counterItem(counter, { update: 'ADD taken :minusOne', condition: 'taken > :zero', values })
}

/**
 * A limit of at most `max` different values within each window of the UTC clock. A value that was already counted in
 * the window is always allowed.
 */
export function distinctValues(counter: Counter, value: string, { max, windowMs }: Quota): Limit {
  const window = currentWindow(counter, windowMs)
  const hashed = hash('sha256', value, 'base64url')
  return {
    ...window,
    change: () => ({
      update: 'SET expiresAt = :expiresAt ADD seen :values',
      condition: 'attribute_not_exists(seen) OR contains(seen, :value) OR size(seen) < :max',
      values: {
        ':values': new Set([hashed]),
        ':value': hashed,
        ':max': max,
        ':expiresAt': toTtl(window.roomAt),
      },
    }),
  }
}

/** Names the counter of the current window. Each window has a new counter, so each begins with full room. */
function currentWindow({ name, subject }: Counter, windowMs: number) {
  const now = Date.now()
  const start = now - (now % windowMs)
  return { counter: { name: `${name}-${start}`, subject }, roomAt: start + windowMs }
}
