import { describe, expect, test } from 'vitest'
import { requireSound } from '../../infra/check-stage.ts'
import { type Stage, stageNamed } from '../../infra/stages.ts'

describe('a stage', () => {
  const withSettings = (settings: Partial<Stage['settings']>): Stage => {
    const dev = stageNamed('dev')
    return { ...dev, settings: { ...dev.settings, ...settings } }
  }
  const withText = (smsText: string) => withSettings({ smsText })

  test.each(['local', 'dev', 'prod'])('is sound: %s', (name) => {
    expect(stageNamed(name).name).toBe(name)
  })

  test('without {otp} in its SMS is refused, by its name and the text', () => {
    expect(() => requireSound(withText('Hello'))).toThrow(
      'Stage "dev": smsText has no {otp}: "Hello"',
    )
  })

  test('with an SMS that is too long is refused', () => {
    const text = `{otp}${'x'.repeat(135)}`
    expect(() => requireSound(withText(text))).toThrow(
      `Stage "dev": smsText has 141 bytes, of which 140 are allowed: "${text}"`,
    )
  })

  test.each([0, 51, 2.5])('with %s as a cap whose times are kept is refused', (max) => {
    expect(() => requireSound(withSettings({ otpSendsPerPhone: max }))).toThrow(
      `Stage "dev": otpSendsPerPhone must be from 1 to 50, not ${max}`,
    )
    expect(requireSound(withSettings({ otpSendsPerPhone: 50 })).name).toBe('dev')
  })

  test('is refused for each of those caps', () => {
    const caps = ['otpSendsPerUser', 'otpTriesPerUser', 'otpTriesPerPhone', 'reportsPerUser']
    for (const name of caps) {
      expect(() => requireSound(withSettings({ [name]: 51 }))).toThrow(
        `Stage "dev": ${name} must be from 1 to 50, not 51`,
      )
    }
  })
})
