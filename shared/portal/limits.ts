import type { NumberRanges } from '../config.ts'
import { MINUTE_MS } from '../time.ts'

export const portalLimits = {
  /** Wrong current passwords of a session while updating the profile, within 15 minutes. */
  passwordTries: { default: 10, min: 1 },
} as const satisfies NumberRanges

export const PASSWORD_TRIES_WINDOW_MS = 15 * MINUTE_MS
