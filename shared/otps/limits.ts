import type { NumberRanges } from '../config.ts'

/** OTPs, whatever their purpose. The V1 document gives no numbers. */
export const otpLimits = {
  /** Life of an OTP, in seconds. NIST SP 800-63B, 3.1.3.2 allows 10 minutes. */
  otpSeconds: { default: 5 * 60, min: 30, max: 10 * 60 },
  /** Life of an OTI, in seconds: not shorter than the OTP's, so that 2003 and 2008 stay distinct. */
  otiSeconds: { default: 10 * 60, min: 30, max: 10 * 60 },
  /** Wrong OTPs for one OTI. */
  otpTriesPerOti: { default: 5, min: 1 },
} as const satisfies NumberRanges
