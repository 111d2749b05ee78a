import type { NumberRanges } from '../config.ts'

/** Limits of all OTPs, for phones and passwords. The specification of the V1 routes gives no numbers. */
export const otpLimits = {
  /** How long an OTP is valid, in seconds. NIST SP 800-63B-4, 3.1.3.2 allows 10 minutes. The SMS says it in minutes. */
  otpSeconds: { default: 5 * 60, min: 60, max: 10 * 60 },
  /**
   * How long an OTI (the id of a sent OTP) is valid, in seconds. Not shorter than for the OTP, so that a client
   * gets OtpExpiredError while only the OTP has expired, and OtiExpiredError later.
   */
  otiSeconds: { default: 10 * 60, min: 60, max: 10 * 60 },
  /** OTPs that a client may try for one OTI. */
  otpTriesPerOti: { default: 5, min: 1 },
} as const satisfies NumberRanges
