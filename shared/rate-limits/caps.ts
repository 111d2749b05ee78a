import { createHash } from 'node:crypto'
import type { TransactionItem } from '../aws/transaction.ts'
import type { CounterName } from '../phone-verification/otps-table.ts'
import { getCounterItem, updateCounter } from './counters.ts'
import { RateLimitedError } from './errors.ts'

/**
 * A limit that is taken in the very transaction that it limits: what is refused costs nothing else,
 * and no parallel request slips by. The transaction's token keeps a retry from counting twice.
 */
export interface Cap {
  /** Counts one more; refused when that is one too many. */
  take(): TransactionItem
  /** Seconds until there is room again, for a cap that refused. */
  secondsToWait(): Promise<number>
  /** Told when it has refused, for a cap that somebody watches. */
  onRefused?(): void
}

/** At most `max` within a time of `windowMs`. */
export interface Limit {
  max: number
  windowMs: number
}

/** The most that a sliding cap can keep the times of: an update expression has 4 KB. */
export const MAX_SLIDING = 50

/**
 * At most `max` within any `windowMs`, and none sooner than `pauseMs` after the one before. It keeps
 * the time of each, newest first, and moves them up by one,
 * which is why `max` is at most MAX_SLIDING.
 */
export function slidingCap(counter: CounterName, limit: Limit & { pauseMs?: number }): Cap {
  const { max, windowMs, pauseMs } = limit
  const now = Date.now()
  const set = Array.from({ length: max }, (_, i) =>
    i === 0 ? 'last1 = :now' : `last${i + 1} = if_not_exists(last${i}, :never)`,
  )
  const hasRoom = `(attribute_not_exists(last${max}) OR last${max} <= :windowStart)`
  const hasPaused = '(attribute_not_exists(last1) OR last1 <= :pauseStart)'
  return {
    take: () =>
      updateCounter(counter, now + windowMs, {
        set,
        condition: pauseMs ? `${hasRoom} AND ${hasPaused}` : hasRoom,
        values: {
          ':now': now,
          ':windowStart': now - windowMs,
          ...(pauseMs && { ':pauseStart': now - pauseMs }),
          ...(max > 1 && { ':never': 0 }),
        },
      }),
    secondsToWait: async () => {
      const times = (await getCounterItem(counter)) as Record<string, number> | undefined
      const roomAt = (times?.[`last${max}`] ?? 0) + windowMs
      const pausedAt = (times?.last1 ?? 0) + (pauseMs ?? 0)
      return toSeconds(Math.max(roomAt, pausedAt) - Date.now())
    },
  }
}

/** At most `max`, or none at 0, within each window of the clock (UTC): for numbers too large to keep each time. */
export function windowCap({ name, subject }: CounterName, { max, windowMs }: Limit): Cap {
  const window = windowAt(windowMs)
  return {
    take: () =>
      updateCounter({ name: `${name}-${window.start}`, subject }, window.end, {
        add: 'taken :one',
        condition: max < 1 ? 'taken < :max' : 'attribute_not_exists(taken) OR taken < :max',
        values: { ':one': 1, ':max': max },
      }),
    secondsToWait: () => Promise.resolve(toSeconds(window.end - Date.now())),
  }
}

/** At most `max` distinct values within each window of the clock (UTC); a known one is always in. */
export function distinctCap(
  { name, subject }: CounterName,
  value: string,
  { max, windowMs }: Limit,
): Cap {
  const window = windowAt(windowMs)
  const hash = createHash('sha256').update(value).digest('base64url')
  return {
    take: () =>
      updateCounter({ name: `${name}-${window.start}`, subject }, window.end, {
        add: 'seen :values',
        condition: 'attribute_not_exists(seen) OR contains(seen, :value) OR size(seen) < :max',
        values: { ':values': new Set([hash]), ':value': hash, ':max': max },
      }),
    secondsToWait: () => Promise.resolve(toSeconds(window.end - Date.now())),
  }
}

/**
 * Tells that these caps have refused, if any did.
 * @throws RateLimitedError with the longest of their waits.
 */
export async function requireNone(refusing: readonly Cap[]): Promise<void> {
  if (refusing.length === 0) return
  for (const cap of refusing) cap.onRefused?.()
  const waits = await Promise.all(refusing.map((cap) => cap.secondsToWait()))
  throw new RateLimitedError(Math.max(...waits))
}

function windowAt(windowMs: number): { start: number; end: number } {
  const now = Date.now()
  const start = now - (now % windowMs)
  return { start, end: start + windowMs }
}

function toSeconds(ms: number): number {
  return Math.ceil(ms / 1000)
}
