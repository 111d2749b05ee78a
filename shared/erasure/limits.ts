import type { NumberRanges } from '../config.ts'
import { DAY_MS, MINUTE_MS } from '../time.ts'

/**
 * How many days the backups of the tables go back: the most of point-in-time recovery.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/PointInTimeRecovery_Howitworks.html
 */
export const BACKUP_DAYS = 35

/** How long a tombstone (the item that marks a deleted account) stays after the last purge: as long as backups, and a day. */
export const TOMBSTONE_LIFETIME_MS = (BACKUP_DAYS + 1) * DAY_MS

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
