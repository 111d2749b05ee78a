import { describe, expect, test } from 'vitest'
import { findSmsTextProblem, toSmsText } from '../../../shared/otps/sms-text.ts'
import { recoverySmsTemplate } from '../../../shared/password-recovery/sms-text.ts'
import { phoneSmsTemplate } from '../../../shared/phone-verification/sms-text.ts'

const APP = { name: 'Example Prep', domain: '@example.com', appHash: 'FA+9qCX9VSu' }

describe('the text of an SMS', () => {
  test('has the OTP and its minutes in all places of the template', () => {
    const text = toSmsText('{otp} for {minutes} minutes.\n@example.com #{otp}', '012345', 300)
    expect(text).toBe('012345 for 5 minutes.\n@example.com #012345')
  })

  const LAST = '\n@example.com #{otp} FA+9qCX9VSu'

  test('can have 140 bytes with the OTP in it', () => {
    const template = `{otp} {minutes} ${'x'.repeat(98)}${LAST}`
    expect(findSmsTextProblem(template, 6, 300)).toBeUndefined()
    expect(findSmsTextProblem(`x${template}`, 6, 300)).toBe(
      'has 141 bytes, of which 140 are allowed',
    )
  })

  test('is measured in bytes, not in characters', () => {
    expect(findSmsTextProblem(`{otp} ${'₹'.repeat(35)}${LAST}`, 6, 300)).toBe(
      'has 145 bytes, of which 140 are allowed',
    )
  })

  test('must contain the OTP', () => {
    expect(findSmsTextProblem('Your code is on its way', 6, 300)).toBe('has no {otp}')
  })

  // India's mobile operators register no text without it.
  test.each([
    ['verifies a phone', phoneSmsTemplate],
    ['resets a password', recoverySmsTemplate],
  ])('that %s has the name of the app', (_, templateOf) => {
    expect(templateOf(APP).split('\n')[0]).toContain(' your Example Prep ')
  })

  test('has a last line that iOS, WebOTP and Android read', () => {
    const template = phoneSmsTemplate(APP)
    expect(findSmsTextProblem(template, 6, 300)).toBeUndefined()
    const lines = toSmsText(template, '012345', 300).split('\n')
    // WICG, "Origin-bound one-time codes delivered via SMS": host, then the code up to white space.
    expect(/^@(\S+) #(\S+)/.exec(lines.at(-1) ?? '')?.slice(1)).toEqual(['example.com', '012345'])
    expect(lines.at(-1)?.slice(-11)).toBe('FA+9qCX9VSu')
  })

  test.each([
    ['no domain', '{otp} is your code.'],
    ['the hash on a line of its own', '{otp}\n@example.com #{otp}\nFA+9qCX9VSu'],
    ['no hash', '{otp}\n@example.com #{otp}'],
    ['a short hash', '{otp}\n@example.com #{otp} FA+9qCX9VS'],
    ['a domain without @', '{otp}\nexample.com #{otp} FA+9qCX9VSu'],
    ['a URL for a domain', '{otp}\n@https://example.com #{otp} FA+9qCX9VSu'],
    ['a line behind it', '{otp}\n@example.com #{otp} FA+9qCX9VSu\n'],
  ])('is refused with %s', (_, template) => {
    expect(findSmsTextProblem(template, 6, 300)).toContain('has no last line of the form')
  })
})
