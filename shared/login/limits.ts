import type { NumberRanges } from '../config.ts'
import { HOUR_MS, MINUTE_MS } from '../time.ts'

/** Wrong passwords at login. NIST SP 800-63B, 3.2.2 allows at most 100 failures in a row. */
export const loginLimits = {
  /** From one network within an hour, whatever the e-mail address. A carrier puts many phones behind one. */
  loginTriesPerIp: { default: 100, min: 1 },
  /** For one e-mail address from one network, within 15 minutes. */
  loginTriesPerEmailAndIp: { default: 10, min: 1 },
  /** For one e-mail address from anywhere, within an hour. */
  loginTriesPerEmail: { default: 100, min: 1 },
} as const satisfies NumberRanges

export const EMAIL_AND_IP_WINDOW_MS = 15 * MINUTE_MS
export const IP_WINDOW_MS = HOUR_MS
export const EMAIL_WINDOW_MS = HOUR_MS
