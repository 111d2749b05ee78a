import type { NumberRanges } from '../config.ts'

/** The delay of a purge, which a stage may choose. A purge removes all data of a deleted account. */
export const purgeLimits = {
  /**
   * How long after a deletion a purge is final and removes the tombstone (the item that marks the deleted
   * account), in ms. By then, requests that were running during the deletion have ended, because functions
   * time out after 25 s.
   */
  purgeAgainAfterMs: { default: 60_000, min: 0 },
} as const satisfies NumberRanges
