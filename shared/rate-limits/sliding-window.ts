import { type Counter, toTtl } from './counters.ts'
import type { Limit, Quota } from './limiter.ts'

/** The largest `max` of a sliding window: it sets each time, and an update expression has at most 4 KB. */
export const MAX_SLIDING = 50

/**
 * At most `max` within any `windowMs`, and none sooner than `pauseMs` after the one before. Stores the
 * times of the last `max`, newest first; each new one moves the others up by one.
 */
export function slidingWindow(
  counter: Counter,
  { max, windowMs, pauseMs }: Quota & { readonly pauseMs?: number },
): Limit {
  const now = Date.now()
  const times = Array.from({ length: max }, (_, i) =>
    i === 0 ? 'last1 = :now' : `last${i + 1} = if_not_exists(last${i}, :never)`,
  )
  const hasRoom = `attribute_not_exists(last${max}) OR last${max} <= :windowStart`
  const hasPaused = 'attribute_not_exists(last1) OR last1 <= :pauseStart'
  return {
    counter,
    change: () => ({
      update: `SET ${times.join(', ')}, expiresAt = :expiresAt`,
      condition: pauseMs ? `(${hasRoom}) AND (${hasPaused})` : hasRoom,
      values: {
        ':now': now,
        ':windowStart': now - windowMs,
        ...(pauseMs && { ':pauseStart': now - pauseMs }),
        ...(max > 1 && { ':never': 0 }),
        ':expiresAt': toTtl(now + windowMs),
      },
    }),
    roomAt: (stored) => {
      const { [`last${max}`]: oldest = 0, last1: newest = 0 } = (stored ?? {}) as LastTimes
      return Math.max(oldest + windowMs, newest + (pauseMs ?? 0))
    },
  }
}

/** `last1` to `last<max>`, epoch ms. */
type LastTimes = Readonly<Record<string, number>>
