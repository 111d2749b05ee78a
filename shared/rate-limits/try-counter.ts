import type { Expression } from '../aws/expressions.ts'

/**
 * A counter of failed tries in a window of time that starts with the first try. It is stored as a separate item, or as
 * an attribute of another item.
 */
export interface TryCounter {
  count: number
  /** The end of the window, epoch ms. From then on, the count no longer applies. */
  windowEndsAt: number
}

/** Returns when another try is allowed, epoch ms. Returns 0 when fewer than `max` tries are counted. */
export function nextTryAt(counter: TryCounter | undefined, max: number): number {
  return counter && counter.count >= max ? counter.windowEndsAt : 0
}

/**
 * Makes the DynamoDB condition that a try is allowed: the rule of `nextTryAt`. `attribute` names a counter that is part
 * of another item.
 */
export function tryCondition(max: number, attribute?: string): Required<Expression> {
  const path = attribute ? `${attribute}.` : ''
  return {
    condition:
      `attribute_not_exists(${attribute ?? 'pk'}) OR ${path}windowEndsAt <= :triesNow ` +
      `OR ${path}#count < :triesMax`,
    names: { '#count': 'count' },
    values: { ':triesNow': Date.now(), ':triesMax': max },
  }
}

/** Returns the counter with one more try. Opens a new window of `windowMs` when no window is open. */
export function withTry(counter: TryCounter | undefined, windowMs: number): TryCounter {
  const now = Date.now()
  if (!counter || counter.windowEndsAt <= now) return { count: 1, windowEndsAt: now + windowMs }
  return { ...counter, count: counter.count + 1 }
}
