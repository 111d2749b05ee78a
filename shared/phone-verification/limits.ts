import type { NumberRanges } from '../config.ts'
import { MAX_SLIDING } from '../rate-limits/sliding-window.ts'
import { DAY_MS, HOUR_MS } from '../time.ts'

/** OTPs that verify a phone, and their SMS. The V1 document shows 6 digits; every other number is ours. */
export const phoneOtpLimits = {
  /** Length of an OTP. NIST SP 800-63B, 3.1.3.2 asks for 6 at least. */
  otpDigits: { default: 6, min: 6, max: 10 },

  /** Seconds between two SMS that one user requests. */
  otpCooldownSeconds: { default: 30, min: 1 },
  /** SMS that one user requests within an hour. */
  otpSendsPerUser: { default: 5, min: 1, max: MAX_SLIDING },
  /** SMS to one phone within an hour. */
  otpSendsPerPhone: { default: 5, min: 1, max: MAX_SLIDING },
  /** SMS to one phone within a day. SMS that the phone's own account requests have a separate counter. */
  otpSendsPerPhoneADay: { default: 10, min: 1, max: MAX_SLIDING },
  /** SMS that one network requests within an hour. Carriers put many phones behind one address. */
  otpSendsPerIp: { default: 60, min: 1 },
  /** SMS to everybody within an hour: the breaker that bounds the cost of an attack. */
  otpSendsOfAll: { default: 5_000, min: 1 },
  /** Distinct phones that one user requests an SMS to within a day. */
  otpPhonesPerUser: { default: 10, min: 1 },

  /** Wrong OTPs of one user within an hour, over all OTIs. */
  otpTriesPerUser: { default: 20, min: 1, max: MAX_SLIDING },
  /** OTPs tried for one phone within an hour, over all users, except the first of each OTI. */
  otpTriesPerPhone: { default: 20, min: 1, max: MAX_SLIDING },
} as const satisfies NumberRanges

export const SENDS_WINDOW_MS = HOUR_MS
export const SENDS_DAY_MS = DAY_MS
export const PHONES_WINDOW_MS = DAY_MS
export const TRIES_WINDOW_MS = HOUR_MS
