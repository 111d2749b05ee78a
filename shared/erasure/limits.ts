import type { NumberRanges } from '../config.ts'

export const purgeLimits = {
  /**
   * How long after a deletion, in ms, a purge is final and removes the tombstone (the item that marks
   * the deleted account). Requests that were running during the deletion have ended by then: functions
   * time out after 25 s.
   */
  purgeAgainAfterMs: { default: 60_000, min: 0 },
} as const satisfies NumberRanges
