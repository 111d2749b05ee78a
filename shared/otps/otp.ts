import { createHmac, hash, randomInt, randomUUID, timingSafeEqual } from 'node:crypto'

// Makes OTPs, their ids (OTIs), and the stored proofs that check an OTP.

/** The claim that is proven by an OTP, e.g. that a user has a phone. */
export interface OtpClaim {
  /** What the OTP was requested for. An OTP of one purpose proves nothing for the other. */
  purpose: 'phone' | 'recovery'
  /** The user, phone or hashed identifier that the OTP was requested for. Without spaces. */
  subjects: readonly string[]
  otp: string
}

/** Makes a random OTP of decimal digits. */
export function newOtp(digits: number): string {
  return randomInt(10 ** digits)
    .toString()
    .padStart(digits, '0')
}

/** Makes an OTI: the random id of one OTP. Only the client has it, because the table stores a hash. */
export function newOti(): string {
  return randomUUID()
}

/** Hashes an OTI. The hash is part of the key of the stored OTP. An OTI has 122 random bits, so it needs no salt. */
export function hashOti(oti: string): string {
  return hash('sha256', oti, 'base64url')
}

/**
 * Makes the proof that is stored instead of an OTP: an HMAC of the claim whose key is the OTI. The OTI is not
 * stored, so an attacker with a copy of the table cannot find an OTP by trying all numbers.
 */
export function toProof(oti: string, { purpose, subjects, otp }: OtpClaim): string {
  const claim = [purpose, ...subjects, otp].join(' ')
  return createHmac('sha256', oti).update(claim).digest('base64url')
}

/** Whether a stored proof was made from this OTI and claim. */
export function isProofOf(proof: string, oti: string, claim: OtpClaim): boolean {
  return timingSafeEqual(Buffer.from(proof), Buffer.from(toProof(oti, claim)))
}
