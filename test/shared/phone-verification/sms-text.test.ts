import { describe, expect, test } from 'vitest'
import { findSmsTextProblem, toSmsText } from '../../../shared/phone-verification/sms-text.ts'

describe('the text of an SMS', () => {
  test('has the OTP and its minutes in all places of the template', () => {
    const text = toSmsText('{otp} for {minutes} minutes.\n@example.com #{otp}', '012345', 300)
    expect(text).toBe('012345 for 5 minutes.\n@example.com #012345')
  })

  test('can have 140 bytes with the OTP in it', () => {
    const template = `{otp} {minutes} ${'x'.repeat(131)}`
    expect(findSmsTextProblem(template, 6, 300)).toBeUndefined()
    expect(findSmsTextProblem(`${template}x`, 6, 300)).toBe(
      'has 141 bytes, of which 140 are allowed',
    )
  })

  test('is measured in bytes, not in characters', () => {
    expect(findSmsTextProblem(`{otp} ${'₹'.repeat(45)}`, 6, 300)).toBe(
      'has 142 bytes, of which 140 are allowed',
    )
  })

  test('must contain the OTP', () => {
    expect(findSmsTextProblem('Your code is on its way', 6, 300)).toBe('has no {otp}')
  })
})
