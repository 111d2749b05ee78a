import { type Counter, toTtl } from './counters.ts'
import type { Limit, Quota } from './limiter.ts'

/** The largest `max` of a sliding window: it sets each time, and an update expression has at most 4 KB. */
export const MAX_SLIDING = 50

/**
 * At most `max` within any `windowMs`, for each of the quotas; `{max: 1}` is a pause between two.
 * Stores the times of the last ones, newest first; each new one moves the others up by one.
 */
export function slidingWindow(counter: Counter, ...quotas: readonly Quota[]): Limit {
  const now = Date.now()
  const max = Math.max(...quotas.map((quota) => quota.max))
  const longestMs = Math.max(...quotas.map(({ windowMs }) => windowMs))
  const times = Array.from({ length: max }, (_, i) =>
    i === 0 ? 'last1 = :now' : `last${i + 1} = if_not_exists(last${i}, :never)`,
  )
  const rooms = quotas.map(
    (quota, i) => `attribute_not_exists(last${quota.max}) OR last${quota.max} <= :start${i}`,
  )
  // Each in parentheses only if there are several: DynamoDB refuses double ones.
  const hasRoom = rooms.length > 1 ? rooms.map((one) => `(${one})`).join(' AND ') : rooms.join()
  return {
    counter,
    change: () => ({
      update: `SET ${times.join(', ')}, expiresAt = :expiresAt`,
      condition: hasRoom,
      values: {
        ':now': now,
        ...Object.fromEntries(quotas.map(({ windowMs }, i) => [`:start${i}`, now - windowMs])),
        ...(max > 1 && { ':never': 0 }),
        ':expiresAt': toTtl(now + longestMs),
      },
    }),
    roomAt: (stored) => {
      const times = (stored ?? {}) as LastTimes
      return Math.max(...quotas.map((quota) => (times[`last${quota.max}`] ?? 0) + quota.windowMs))
    },
  }
}

/** `last1` to `last<max>`, epoch ms. */
type LastTimes = Readonly<Record<string, number>>
