import type { Setting } from '../shared/config.ts'
import { findSmsTextProblem } from '../shared/phone-verification/sms-text.ts'
import { MAX_SLIDING } from '../shared/rate-limits/caps.ts'

/** What differs between the deployments of the one stack. */
export interface Stage {
  readonly name: string
  /** Whether tables and pictures outlive the stack and refuse to be deleted. */
  readonly keepsData: boolean
  readonly logRetentionDays: number
  /** Whether the API shows its documentation at /docs. */
  readonly docs: boolean
  /** What functions read from their environment; what the stack itself makes is added by it. */
  readonly settings: Readonly<Record<Exclude<Setting, 'picturesUrl'>, string | number>>
}

const MINUTE = 60

const settings = {
  // Wrong passwords within 15 minutes for one e-mail from one address, and within an hour from anywhere.
  loginTriesPerEmailAndIp: 10,
  loginTriesPerEmail: 100,
  // Wrong current passwords within 15 minutes while changing the profile.
  passwordTries: 10,

  otpDigits: 6,
  otpSeconds: 5 * MINUTE,
  otiSeconds: 10 * MINUTE,
  // SMS: seconds between two of a user; then how many an hour …
  otpCooldownSeconds: 30,
  otpSendsPerUser: 5,
  otpSendsPerPhone: 5,
  // … carriers put many phones behind one address …
  otpSendsPerIp: 60,
  // … and of everybody: the breaker that bounds what an attack can cost.
  otpSendsOfAll: 5_000,
  // Distinct numbers that a user may ask for in a day.
  otpPhonesPerUser: 10,
  // Wrong OTPs: for one OTI, and within an hour whatever is sent anew.
  otpTriesPerOti: 5,
  otpTriesPerUser: 20,
  otpTriesPerPhone: 20,

  // Reports of a user within an hour.
  reportsPerUser: 30,
  // Age at which a row is served to sync: younger ones may still be overtaken.
  syncSettleMs: 2_000,
  // Age at which a purge is final: what was under way when the account was deleted has ended by then.
  purgeAgainAfterMs: 60_000,

  // As registered with the operators of India (DLT).
  smsSenderId: 'EXMPRP',
  smsEntityId: '1101234567890123456',
  smsTemplateId: '1107123456789012345',
  smsText: '{otp} is your code. It ends in {minutes} minutes.\n@example.com #{otp}\nFA+9qCX9VSu',
}

// Locally every client shares one address, and one clock.
const localSettings = {
  ...settings,
  otpSendsPerIp: 100_000,
  otpSendsOfAll: 100_000,
  syncSettleMs: 0,
  purgeAgainAfterMs: 0,
}

const stages: Readonly<Record<string, Stage>> = {
  local: {
    name: 'local',
    keepsData: false,
    logRetentionDays: 1,
    docs: true,
    settings: localSettings,
  },
  dev: { name: 'dev', keepsData: false, logRetentionDays: 7, docs: true, settings },
  prod: { name: 'prod', keepsData: true, logRetentionDays: 90, docs: false, settings },
}

const SLIDING_CAPS = [
  'otpSendsPerUser',
  'otpSendsPerPhone',
  'otpTriesPerUser',
  'otpTriesPerPhone',
  'reportsPerUser',
] as const

/**
 * The configuration of a stage, as named with `-c stage=…`.
 * @throws Error that names the stages there are, or what is wrong with this one.
 */
export function stageNamed(name: string): Stage {
  const stage = stages[name]
  if (!stage) {
    throw new Error(`There is no stage "${name}". Use one of: ${Object.keys(stages).join(', ')}`)
  }
  return requireSound(stage)
}

/** @throws Error that names the stage and the value that no function could work with. */
export function requireSound(stage: Stage): Stage {
  const { smsText, otpDigits, otpSeconds } = stage.settings
  const problem = findSmsTextProblem(String(smsText), Number(otpDigits), Number(otpSeconds))
  if (problem) {
    throw new Error(`Stage "${stage.name}": smsText ${problem}: ${JSON.stringify(smsText)}`)
  }
  for (const name of SLIDING_CAPS) {
    const max = Number(stage.settings[name])
    if (Number.isInteger(max) && max >= 1 && max <= MAX_SLIDING) continue
    throw new Error(`Stage "${stage.name}": ${name} must be from 1 to ${MAX_SLIDING}, not ${max}`)
  }
  return stage
}
