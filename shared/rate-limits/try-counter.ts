import type { Expression } from '../aws/expressions.ts'

/** Failed tries within a window that opens with the first of them: an item, or an attribute of one. */
export interface TryCounter {
  count: number
  /** Epoch ms. From then on the counter has no meaning. */
  windowEndsAt: number
}

/** When there is room for another try of `max` in a window, epoch ms: 0 when there always was. */
export function roomForTryAt(counter: TryCounter | undefined, max: number): number {
  return counter && counter.count >= max ? counter.windowEndsAt : 0
}

/** The same as a condition, on a counter that is an item or, with `attribute`, a part of one. */
export function hasRoomForTry(max: number, attribute?: string): Required<Expression> {
  const path = attribute ? `${attribute}.` : ''
  return {
    condition:
      `attribute_not_exists(${attribute ?? 'pk'}) OR ${path}windowEndsAt <= :triesNow ` +
      `OR ${path}#count < :triesMax`,
    names: { '#count': 'count' },
    values: { ':triesNow': Date.now(), ':triesMax': max },
  }
}

/** The counter with one more try, in a new window of `windowMs` when none is open. */
export function withTry(counter: TryCounter | undefined, windowMs: number): TryCounter {
  const now = Date.now()
  if (!counter || counter.windowEndsAt <= now) return { count: 1, windowEndsAt: now + windowMs }
  return { ...counter, count: counter.count + 1 }
}
