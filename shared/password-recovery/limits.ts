import type { NumberRanges } from '../config.ts'
import { MAX_SLIDING } from '../rate-limits/sliding-window.ts'
import { DAY_MS, HOUR_MS } from '../time.ts'

/**
 * Recoveries of a password. Their counters are apart from those of phone verification: shared ones
 * would show whether an e-mail address has a certain phone.
 */
export const recoveryLimits = {
  /** Recoveries that one network requests within an hour. Carriers put many phones behind one address. */
  recoveriesPerIp: { default: 60, min: 1 },
  /** SMS to one phone within an hour. Requests beyond it get the same response, and no SMS. */
  recoverySendsPerPhone: { default: 5, min: 1, max: MAX_SLIDING },
  /** SMS to one phone within a day. With 5 tries each it also limits the guesses of an account's OTP. */
  recoverySendsPerPhoneADay: { default: 10, min: 1, max: MAX_SLIDING },
  /** SMS to everybody within an hour: the breaker that bounds the cost of an attack. */
  recoverySendsOfAll: { default: 1_000, min: 0 },
} as const satisfies NumberRanges

/**
 * Digits of an OTP, in every stage. Two more than for a phone: a guess needs no session, and takes over
 * an account.
 */
export const RECOVERY_OTP_DIGITS = 8

/**
 * How long an account must have had its phone before the phone resets the password, in ms. Verifying a phone needs
 * only a session, so the holder of a stolen token could otherwise take over the account. A phone that was verified
 * within FIRST_PHONE_MS of the registration counts at once.
 */
export const NEW_PHONE_MS = 7 * DAY_MS
export const FIRST_PHONE_MS = DAY_MS

/** Life of a one-time code of an operator, who passes it on by telephone or e-mail, in ms. */
export const OPERATOR_CODE_MS = HOUR_MS

export const REQUESTS_WINDOW_MS = HOUR_MS
export const SENDS_WINDOW_MS = HOUR_MS
export const SENDS_DAY_MS = DAY_MS
