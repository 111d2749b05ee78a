import type { NumberRanges } from '../config.ts'
import { DAY_MS } from '../time.ts'

/** The delay of sync, which a stage may choose. */
export const syncLimits = {
  /**
   * How old a change must be before sync returns it, in ms. Until then, a write with an earlier `updatedAt` may
   * still be committed, and the client's cursor would skip that write.
   */
  syncSettleMs: { default: 2_000, min: 0 },
} as const satisfies NumberRanges

/** The most rows of a sync page, and the default. Source: V1 document (the specification of the V1 routes). */
export const MAX_PAGE_ROWS = 100
export const DEFAULT_PAGE_ROWS = 50

/** The earliest time of an attempt, epoch ms. No attempt is older than the product. */
export const EARLIEST_ATTEMPT = Date.UTC(2020, 0, 1)
/** How far the clock of the sender of an attempt may be ahead of ours, in ms. */
export const MAX_CLOCK_SKEW_MS = DAY_MS

/**
 * How long the id of a recorded attempt is kept, in ms. SQS can deliver the same message for 22 days: 4 days
 * in the queue, 14 in the dead-letter queue, and 4 after an operator puts it back. The other 68 of the 90 days are
 * for a sender that sends the attempt again.
 */
export const ATTEMPT_MARKER_MS = 90 * DAY_MS
