import { describe, expect, test } from 'vitest'
import { isProofOf, newOti, newOtp, type OtpClaim, toProof } from '../../../shared/otps/otp.ts'

describe('an OTP', () => {
  test.each([4, 6, 8])('has the requested number of digits: %s', (digits) => {
    const otps = Array.from({ length: 500 }, () => newOtp(digits))
    expect(otps.filter((otp) => !/^\d+$/.test(otp) || otp.length !== digits)).toEqual([])
  })

  test('can begin with zeros', () => {
    const otps = Array.from({ length: 1000 }, () => newOtp(2))
    expect(otps.some((otp) => otp.startsWith('0'))).toBe(true)
  })
})

describe('a proof', () => {
  const oti = newOti()
  const [userId, phone] = ['0'.repeat(24), '+919876543210']
  const claim: OtpClaim = { purpose: 'phone', subjects: [userId, phone], otp: '123456' }
  const proof = toProof(oti, claim)

  test('matches its claim and OTI', () => {
    expect(isProofOf(proof, oti, { ...claim })).toBe(true)
  })

  test.each<[string, string, OtpClaim]>([
    ['purpose', oti, { ...claim, purpose: 'recovery' }],
    ['user', oti, { ...claim, subjects: ['1'.repeat(24), phone] }],
    ['phone', oti, { ...claim, subjects: [userId, '+919876543211'] }],
    ['OTP', oti, { ...claim, otp: '123457' }],
    ['OTI', newOti(), claim],
    [
      'digit moved from the phone to the OTP',
      oti,
      { ...claim, subjects: [userId, '+91987654321'], otp: '0123456' },
    ],
  ])('does not match another %s', (_, otherOti, other) => {
    expect(isProofOf(proof, otherOti, other)).toBe(false)
  })
})
