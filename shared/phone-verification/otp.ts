import { createHmac, randomInt, randomUUID, timingSafeEqual } from 'node:crypto'

/** What an OTP proves: that this user has this phone (E.164). */
export interface OtpClaim {
  userId: string
  phone: string
  otp: string
}

/** Makes an OTP: decimal digits, each as likely as the others. */
export function newOtp(digits: number): string {
  return randomInt(10 ** digits)
    .toString()
    .padStart(digits, '0')
}

/** Makes an OTI: the handle of one OTP, told to the client alone. */
export function newOti(): string {
  return randomUUID()
}

/**
 * What is stored of an OTP: an HMAC keyed by the OTI, which is stored nowhere. A million OTPs are
 * soon tried, but not without their key; so a stolen table yields none of them.
 */
export function toProof(oti: string, { userId, phone, otp }: OtpClaim): string {
  return createHmac('sha256', oti).update(`${userId} ${phone} ${otp}`).digest('base64url')
}

/** Whether a stored proof is that of this claim. */
export function isProofOf(proof: string, oti: string, claim: OtpClaim): boolean {
  return timingSafeEqual(Buffer.from(proof), Buffer.from(toProof(oti, claim)))
}
