import type { NumberRanges } from '../config.ts'
import { HOUR_MS, MINUTE_MS } from '../time.ts'

/** Limits on wrong passwords at login. NIST SP 800-63B-4, 3.2.2 allows at most 100 failures in a row. */
export const loginLimits = {
  /** Wrong passwords from one network within an hour. Mobile carriers put many phones behind one network. */
  loginTriesPerIp: { default: 100, min: 1 },
  /** Wrong passwords for one e-mail address from one network, within 15 minutes. */
  loginTriesPerEmailAndIp: { default: 10, min: 1 },
  /** Wrong passwords for one e-mail address from all networks, within an hour. */
  loginTriesPerEmail: { default: 100, min: 1 },
} as const satisfies NumberRanges

/** The windows of time of these limits, in ms. */
export const EMAIL_AND_NETWORK_WINDOW_MS = 15 * MINUTE_MS
export const NETWORK_WINDOW_MS = HOUR_MS
export const EMAIL_WINDOW_MS = HOUR_MS
