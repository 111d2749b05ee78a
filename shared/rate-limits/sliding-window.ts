import { toTtl } from '../time.ts'
import type { Counter } from './counters.ts'
import type { Limit, Quota } from './limiter.ts'

/** The largest `max` of a sliding window. Its update expression names `max` attributes, and may have at most 4 KB. */
export const MAX_SLIDING = 50

/**
 * A limit of at most `max` requests within any span of `windowMs`, for each of the quotas. A quota with `max` 1
 * enforces a pause between two requests. The counter stores the times of the last requests as `last1` (the newest),
 * `last2` and so on. A new request moves each time to the next attribute.
 */
export function slidingWindow(counter: Counter, ...quotas: readonly Quota[]): Limit {
  const now = Date.now()
  const max = Math.max(...quotas.map((quota) => quota.max))
  const longestMs = Math.max(...quotas.map(({ windowMs }) => windowMs))
  const times = Array.from({ length: max }, (_, i) =>
    i === 0 ? 'last1 = :now' : `last${i + 1} = if_not_exists(last${i}, :never)`,
  )
  const conditions = quotas.map(
    (quota, i) => `attribute_not_exists(last${quota.max}) OR last${quota.max} <= :start${i}`,
  )
  // Adds parentheses only for several conditions: `toCondition` adds them too, and DynamoDB refuses double ones.
  const hasRoom =
    conditions.length > 1 ? conditions.map((one) => `(${one})`).join(' AND ') : conditions.join()
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

/** The attributes `last1` to `last<max>` of a counter, epoch ms. */
type LastTimes = Readonly<Record<string, number>>
