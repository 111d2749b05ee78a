import type { NumberRanges } from '../config.ts'
import { MAX_SLIDING } from '../rate-limits/sliding-window.ts'
import { DAY_MS, HOUR_MS } from '../time.ts'

/**
 * Limits on recoveries: resets of a forgotten password by SMS. Their counters are separate from those of phone
 * verification, because shared counters would reveal whether an e-mail address has a certain phone.
 */
export const recoveryLimits = {
  /** Recoveries that one network requests within an hour. Mobile carriers put many phones behind one network. */
  recoveriesPerIp: { default: 60, min: 1 },
  /** SMS to one phone within an hour. A request beyond the limit gets the same response, but no SMS. */
  recoverySendsPerPhone: { default: 5, min: 1, max: MAX_SLIDING },
  /** SMS to one phone within a day. Each SMS allows 5 tries, so this also limits the guesses for one account. */
  recoverySendsPerPhoneADay: { default: 10, min: 1, max: MAX_SLIDING },
  /** SMS to everybody within an hour. This limit (the breaker) bounds the cost of an attack. */
  recoverySendsOfAll: { default: 1_000, min: 0 },
} as const satisfies NumberRanges

/**
 * Digits of the OTP of a recovery, in every stage. Two more than the OTP of a phone, because a correct guess needs
 * no session and takes over an account.
 */
export const RECOVERY_OTP_DIGITS = 8

/**
 * How long an account must have had its phone before the phone can reset the password, in ms. Verifying a phone needs
 * only a session, so the holder of a stolen token could otherwise take over the account.
 */
export const NEW_PHONE_MS = 7 * DAY_MS

/** NEW_PHONE_MS does not apply to an account's first phone if it was verified this soon after the registration, in ms. */
export const FIRST_PHONE_MS = DAY_MS

/** How long a one-time code of an operator is valid, in ms. The operator passes it on by telephone or e-mail. */
export const OPERATOR_CODE_MS = HOUR_MS

/** The windows of time of the limits above, in ms. */
export const REQUESTS_WINDOW_MS = HOUR_MS
export const SENDS_WINDOW_MS = HOUR_MS
export const SENDS_DAY_MS = DAY_MS
