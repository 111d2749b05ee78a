import { hash } from 'node:crypto'
import type { TransactionItem } from '../aws/transaction.ts'
import { type Counter, counterItem, toTtl } from './counters.ts'
import type { Limit, Quota } from './limiter.ts'

/**
 * At most `max` within each window of the UTC clock, e.g. each full hour; 0 allows nothing. For
 * numbers that are too large for a sliding window.
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

/** An item of a transaction that takes back one request that a `fixedWindow` has counted. */
export function giveBack({ counter }: Limit): TransactionItem {
  const values = { ':minusOne': -1, ':zero': 0 }
  return counterItem(counter, { update: 'ADD taken :minusOne', condition: 'taken > :zero', values })
}

/**
 * At most `max` distinct values within each window of the UTC clock. A value that was already counted is
 * always allowed.
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

/** Each window has its own counter, so there is room again when the next window begins. */
function currentWindow({ name, subject }: Counter, windowMs: number) {
  const now = Date.now()
  const start = now - (now % windowMs)
  return { counter: { name: `${name}-${start}`, subject }, roomAt: start + windowMs }
}
