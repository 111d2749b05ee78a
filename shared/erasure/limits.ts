import type { NumberRanges } from '../config.ts'

export const purgeLimits = {
  /**
   * Age in ms of a deletion from which a purge is final and removes the tombstone: requests that were
   * running during the deletion have ended by then (functions time out after 25 s).
   */
  purgeAgainAfterMs: { default: 60_000, min: 0 },
} as const satisfies NumberRanges
