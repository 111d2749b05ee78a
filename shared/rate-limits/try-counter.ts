/** Counts tries in a window that opens with the first of them. */
export interface TryCounter {
  count: number
  /** Epoch ms. From then on the counter says nothing. */
  windowEndsAt: number
}

/** Seconds until another try is allowed, 0 when one is allowed now. `max` tries fit into a window. */
export function secondsToWait(counter: TryCounter | undefined, max: number): number {
  if (!counter || counter.count < max) return 0
  return Math.max(0, Math.ceil((counter.windowEndsAt - Date.now()) / 1000))
}

/** The counter with one more try in it, in a new window of `windowMs` when none is open. */
export function withTry(counter: TryCounter | undefined, windowMs: number): TryCounter {
  const now = Date.now()
  if (!counter || counter.windowEndsAt <= now) return { count: 1, windowEndsAt: now + windowMs }
  return { ...counter, count: counter.count + 1 }
}
