import { randomInt } from 'node:crypto'
import { fixedWindow } from '../rate-limits/fixed-window.ts'
import type { Limit } from '../rate-limits/limiter.ts'
import { HOUR_MS } from '../time.ts'

/** A single counter of all SMS would make all requests conflict with each other. */
const SHARDS = 10

/**
 * A limit on all SMS within an hour. Each shard has a counter with an equal part of `max`, and this
 * returns the limit of one random shard. So it starts to refuse a little below `max`, and never lets more
 * through. Only for the transaction that leads to an SMS: requests without an SMS must not use it up.
 */
export function smsBreaker(name: string, max: number, onRefused: () => void): Limit {
  const shards = Math.max(1, Math.min(SHARDS, max))
  const shard = fixedWindow(
    { name, subject: `shard ${randomInt(shards)}` },
    { max: Math.floor(max / shards), windowMs: HOUR_MS },
  )
  return { ...shard, onRefused }
}
