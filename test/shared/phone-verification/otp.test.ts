import { describe, expect, test } from 'vitest'
import { isProofOf, newOti, newOtp, toProof } from '../../../shared/phone-verification/otp.ts'

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
  const claim = { userId: '0'.repeat(24), phone: '+919876543210', otp: '123456' }
  const proof = toProof(oti, claim)

  test('matches its claim and OTI', () => {
    expect(isProofOf(proof, oti, { ...claim })).toBe(true)
  })

  test.each([
    ['user', oti, { ...claim, userId: '1'.repeat(24) }],
    ['phone', oti, { ...claim, phone: '+919876543211' }],
    ['OTP', oti, { ...claim, otp: '123457' }],
    ['OTI', newOti(), claim],
    [
      'digit moved from the phone to the OTP',
      oti,
      { ...claim, phone: '+91987654321', otp: '0123456' },
    ],
  ])('does not match another %s', (_, otherOti, other) => {
    expect(isProofOf(proof, otherOti, other)).toBe(false)
  })
})
