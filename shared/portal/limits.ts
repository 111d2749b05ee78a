import type { NumberRanges } from '../config.ts'
import { MINUTE_MS } from '../time.ts'

/** The limit of the portal's routes, which a stage may choose. */
export const portalLimits = {
  /** Wrong current passwords in profile updates of one session, within 15 minutes. */
  passwordTries: { default: 10, min: 1 },
} as const satisfies NumberRanges

/** The window of time of this limit, in ms. */
export const PASSWORD_TRIES_WINDOW_MS = 15 * MINUTE_MS

/**
 * How many wrong current passwords end a session, however long that takes. Otherwise the holder of a stolen token could
 * try 960 a day. NIST SP 800-63B-4, 3.2.2 allows at most 100 failures in a row.
 */
export const MAX_WRONG_PASSWORDS = 100
