import type { Expression } from '../aws/expressions.ts'

/**
 * Counts failed tries in a window of time that starts with the first. Stored as a separate item, or as an
 * attribute of another item.
 */
export interface TryCounter {
  count: number
  /** Epoch ms. From then on the counter has no meaning. */
  windowEndsAt: number
}

/** From when another try is allowed, epoch ms; 0 when fewer than `max` tries are counted. */
export function roomForTryAt(counter: TryCounter | undefined, max: number): number {
  return counter && counter.count >= max ? counter.windowEndsAt : 0
}

/** The same rule as a DynamoDB condition. `attribute` names the counter when it is part of another item. */
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
