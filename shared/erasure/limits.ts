import type { NumberRanges } from '../config.ts'
import { DAY_MS, MINUTE_MS } from '../time.ts'

/**
 * How long a tombstone (the item that marks a deleted account) stays after the last purge: 36 days.
 * Point-in-time recovery goes back 35 days at most; one day is added.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/PointInTimeRecovery_Howitworks.html
 */
export const TOMBSTONE_LIFETIME_MS = 36 * DAY_MS

/** The delay of a purge, which a stage may choose. A purge removes all data of a deleted account. */
export const purgeLimits = {
  /**
   * A purge that runs at least this long after the deletion (in ms) is the last one: it closes the tombstone. By
   * then, requests that were running during the deletion have ended, because functions time out after 25 s. The
   * rest is for the index by which a user's reports are found: nothing limits how far it may lag behind its table.
   * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html
   */
  purgeAgainAfterMs: { default: 10 * MINUTE_MS, min: 0 },
} as const satisfies NumberRanges
