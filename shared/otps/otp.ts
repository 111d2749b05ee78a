import { createHmac, hash, randomInt, randomUUID, timingSafeEqual } from 'node:crypto'

/** The claim that an OTP proves. */
export interface OtpClaim {
  /** What the OTP was requested for: one of another purpose proves nothing. */
  purpose: 'phone' | 'recovery'
  /** Whom it concerns, without spaces, e.g. an id. */
  subjects: readonly string[]
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

/** The hash of an OTI, by which its OTP is stored. An OTI has 122 random bits, so it needs no salt. */
export function hashOti(oti: string): string {
  return hash('sha256', oti, 'base64url')
}

/**
 * Makes the proof that is stored for an OTP: an HMAC whose key is the OTI. The OTI is not stored, so
 * a stolen table does not allow an attacker to find an OTP by trying all of them.
 */
export function toProof(oti: string, { purpose, subjects, otp }: OtpClaim): string {
  const claim = [purpose, ...subjects, otp].join(' ')
  return createHmac('sha256', oti).update(claim).digest('base64url')
}

/** Whether a stored proof was made from this claim and OTI. */
export function isProofOf(proof: string, oti: string, claim: OtpClaim): boolean {
  return timingSafeEqual(Buffer.from(proof), Buffer.from(toProof(oti, claim)))
}
