import { relaxedThresholds, strictThresholds } from './alarm-thresholds.ts'
import { requireSound } from './check-stage.ts'
import type { Stage } from './stage.ts'

const MINUTE = 60
const REGION = 'ap-south-1'

/**
 * What an operator replaces before real users come: with these no SMS arrives and no alarm is read.
 * The deployment of a stage that `keepsData` is refused while one of them is in it.
 */
export const examples = {
  alarmEmail: 'ops@example.com',
  // As registered with the operators of India (DLT).
  smsSenderId: 'EXMPRP',
  smsEntityId: '1101234567890123456',
  smsTemplateId: '1107123456789012345',
  // By which iOS and Android find the app that an SMS is for.
  smsDomain: '@example.com',
  smsAppHash: 'FA+9qCX9VSu',
}

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

  smsSenderId: examples.smsSenderId,
  smsEntityId: examples.smsEntityId,
  smsTemplateId: examples.smsTemplateId,
  smsText:
    '{otp} is your code. It ends in {minutes} minutes.\n' +
    `${examples.smsDomain} #{otp}\n${examples.smsAppHash}`,
}

const local: Stage = {
  name: 'local',
  region: REGION,
  keepsData: false,
  logRetentionDays: 1,
  docs: true,
  deployment: 'all-at-once',
  throttle: { default: { ratePerSecond: 10_000, burst: 10_000 }, routes: {} },
  reservedConcurrency: {},
  corsOrigins: ['*'],
  // Locally every client shares one address, and one clock.
  settings: {
    ...settings,
    otpSendsPerIp: 100_000,
    otpSendsOfAll: 100_000,
    syncSettleMs: 0,
    purgeAgainAfterMs: 0,
  },
}

// Of all clients together. A route that hashes passwords or sends SMS gets less than the others.
const sensitiveRoutes = {
  'POST /auth/login': { ratePerSecond: 50, burst: 100 },
  'POST /auth/register': { ratePerSecond: 20, burst: 40 },
  'POST /users/send-phone-otp': { ratePerSecond: 20, burst: 40 },
  'POST /users/verify-phone-otp': { ratePerSecond: 50, burst: 100 },
}

const dev: Stage = {
  name: 'dev',
  region: REGION,
  keepsData: false,
  logRetentionDays: 7,
  docs: true,
  alarms: relaxedThresholds,
  deployment: 'all-at-once',
  throttle: { default: { ratePerSecond: 100, burst: 200 }, routes: sensitiveRoutes },
  // A new account's limit is 10 environments in all, of which none can be reserved.
  reservedConcurrency: {},
  tableThroughput: { reads: 1_000, writes: 500 },
  corsOrigins: [],
  settings,
}

const prod: Stage = {
  name: 'prod',
  region: REGION,
  keepsData: true,
  logRetentionDays: 90,
  docs: false,
  alarms: strictThresholds,
  alarmEmail: examples.alarmEmail,
  deployment: 'canary',
  throttle: { default: { ratePerSecond: 500, burst: 1_000 }, routes: sensitiveRoutes },
  reservedConcurrency: { 'POST /users/send-phone-otp': 20, 'POST /users/verify-phone-otp': 20 },
  tableThroughput: { reads: 8_000, writes: 4_000 },
  corsOrigins: [],
  edge: { originSecrets: [1] },
  settings,
}

/** Deployed by `npm run rehearse` to an emulator, which runs the functions on this machine. */
const rehearsal: Stage = {
  ...dev,
  name: 'rehearsal',
  architecture: process.arch === 'arm64' ? 'arm64' : 'x86_64',
}

const stages: Readonly<Record<string, Stage>> = { local, dev, prod, rehearsal }

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
