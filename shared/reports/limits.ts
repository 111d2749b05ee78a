import type { NumberRanges } from '../config.ts'
import { MAX_SLIDING } from '../rate-limits/sliding-window.ts'
import { HOUR_MS } from '../time.ts'

/** The limit on reports, which a stage may choose. */
export const reportLimits = {
  /** Reports of a user within an hour. */
  reportsPerUser: { default: 30, min: 1, max: MAX_SLIDING },
} as const satisfies NumberRanges

/** The window of time of this limit, in ms. */
export const REPORTS_WINDOW_MS = HOUR_MS

/** The most code points of the comments and of `content_short_uid`. */
export const MAX_COMMENTS = 5000
export const MAX_SHORT_UID = 50
