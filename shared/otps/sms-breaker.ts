import { randomInt } from 'node:crypto'
import { fixedWindow } from '../rate-limits/fixed-window.ts'
import type { Limit } from '../rate-limits/limiter.ts'
import { HOUR_MS } from '../time.ts'

/** How many counters share a high limit. With a single counter, the transactions of all requests would conflict. */
const SHARDS = 10
/** The least part of the limit that a counter has. With a small part, chance fills one counter long before the others. */
const LEAST_PER_SHARD = 100

/**
 * A limit on the SMS to everybody within an hour. It is divided into shards: counters with an equal part of `max`
 * each. Returns the limit of a random shard. So SMS are refused a little below `max`, and never exceed it. Use it
 * only in a transaction that leads to an SMS: requests without an SMS must not use up the limit.
 */
export function smsBreaker(name: string, max: number, onRefused: () => void): Limit {
  const shards = Math.max(1, Math.min(SHARDS, Math.floor(max / LEAST_PER_SHARD)))
  const shard = fixedWindow(
    { name, subject: `shard ${randomInt(shards)}` },
    { max: Math.floor(max / shards), windowMs: HOUR_MS },
  )
  return { ...shard, onRefused }
}
