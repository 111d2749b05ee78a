import type { NumberRanges } from '../config.ts'
import { MAX_SLIDING } from '../rate-limits/sliding-window.ts'
import { DAY_MS, HOUR_MS } from '../time.ts'

/**
 * Limits on OTPs that verify a phone, and on their SMS. The V1 document (the specification of the V1 routes) shows
 * 6 digits; we chose all other numbers.
 */
export const phoneOtpLimits = {
  /** Digits of an OTP. NIST SP 800-63B-4, 3.1.3.2 requires at least 6. */
  otpDigits: { default: 6, min: 6, max: 10 },

  /** Seconds between two SMS that one user requests. */
  otpCooldownSeconds: { default: 30, min: 1 },
  /** SMS that one user requests within an hour. */
  otpSendsPerUser: { default: 5, min: 1, max: MAX_SLIDING },
  /** SMS to one phone within an hour. */
  otpSendsPerPhone: { default: 5, min: 1, max: MAX_SLIDING },
  /** SMS to one phone within a day. The account with this phone has a separate counter for its own requests. */
  otpSendsPerPhoneADay: { default: 10, min: 1, max: MAX_SLIDING },
  /** SMS that one network requests within an hour. Mobile carriers put many phones behind one network. */
  otpSendsPerIp: { default: 60, min: 1 },
  /** SMS to everybody within an hour. This limit (the breaker) bounds the cost of an attack. 0 sends none. */
  otpSendsOfAll: { default: 5_000, min: 0 },
  /** Different phones for which one user requests an SMS within a day. */
  otpPhonesPerUser: { default: 10, min: 1 },

  /** OTPs that one user tries within an hour, right ones too, over all OTIs (ids of sent OTPs). */
  otpTriesPerUser: { default: 20, min: 1, max: MAX_SLIDING },
  /** OTPs that all users try for one phone within an hour. The first try of each OTI does not count. */
  otpTriesPerPhone: { default: 20, min: 1, max: MAX_SLIDING },
} as const satisfies NumberRanges

/** The windows of time of the limits above, in ms. */
export const SENDS_WINDOW_MS = HOUR_MS
export const SENDS_DAY_MS = DAY_MS
export const PHONES_WINDOW_MS = DAY_MS
export const TRIES_WINDOW_MS = HOUR_MS
