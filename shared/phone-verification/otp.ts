import { createHmac, randomInt, randomUUID, timingSafeEqual } from 'node:crypto'

/** The claim that an OTP proves: this user has this phone (E.164). */
export interface OtpClaim {
  userId: string
  phone: string
  otp: string
}

/** Makes a random OTP of decimal digits. */
export function newOtp(digits: number): string {
  return randomInt(10 ** digits)
    .toString()
    .padStart(digits, '0')
}

/** Makes an OTI: the id of one OTP, which only the client has. */
export function newOti(): string {
  return randomUUID()
}

/**
 * Makes the proof that is stored for an OTP: an HMAC whose key is the OTI. The OTI is not stored, so
 * a stolen table does not allow an attacker to find an OTP by trying all of them.
 */
export function toProof(oti: string, { userId, phone, otp }: OtpClaim): string {
  return createHmac('sha256', oti).update(`${userId} ${phone} ${otp}`).digest('base64url')
}

/** Whether a stored proof was made from this claim and OTI. */
export function isProofOf(proof: string, oti: string, claim: OtpClaim): boolean {
  return timingSafeEqual(Buffer.from(proof), Buffer.from(toProof(oti, claim)))
}
