import type { NumberRanges } from '../config.ts'
import { DAY_MS } from '../time.ts'

export const syncLimits = {
  /**
   * How old a row must be, in ms, before sync returns it. Until then, a write with an earlier `updatedAt`
   * may still be committed, and the client's cursor would skip that write.
   */
  syncSettleMs: { default: 2_000, min: 0 },
} as const satisfies NumberRanges

/** Rows of a sync page. V1 document. */
export const MAX_PAGE_ROWS = 100
export const DEFAULT_PAGE_ROWS = 50

/** The earliest time of an attempt, epoch ms: no attempt is older than the product. */
export const EARLIEST_ATTEMPT = Date.UTC(2020, 0, 1)
/** How far the clock of an attempt's sender may be ahead, in ms. */
export const MAX_CLOCK_SKEW_MS = DAY_MS

/**
 * How long the id of a recorded attempt is kept, in seconds. The same message can come again for 22
 * days: 4 in the queue, 14 in the dead-letter queue, 4 after it was put back. The other 68 days are for
 * a sender that sends the attempt again.
 */
export const ATTEMPT_MARKER_SECONDS = (90 * DAY_MS) / 1000
