import { smsTemplate } from '../../shared/phone-verification/sms-text.ts'
import { relaxedThresholds, strictThresholds } from './alarm-thresholds.ts'
import { requireValidStage } from './check-stage.ts'
import { defaultNumbers } from './number-ranges.ts'
import type { FirewallLimits, Stage } from './stage.ts'

const REGION = 'ap-south-1'

/**
 * Values that an operator must replace before real users come: with these, SMS and alarms reach
 * nobody. A stage that `keepsData` is not deployed while it has one of them.
 */
export const examples = {
  alarmEmail: 'ops@example.com',
  // As registered with India's operators (DLT).
  smsSenderId: 'EXMPRP',
  smsEntityId: '1101234567890123456',
  smsTemplateId: '1107123456789012345',
  // How iOS and Android find the app that an SMS is for: see smsTemplate.
  smsDomain: '@example.com',
  smsAppHash: 'FA+9qCX9VSu',
}

const settings = {
  ...defaultNumbers,
  smsSenderId: examples.smsSenderId,
  smsEntityId: examples.smsEntityId,
  smsTemplateId: examples.smsTemplateId,
  smsText: smsTemplate({ domain: examples.smsDomain, appHash: examples.smsAppHash }),
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
  // Locally all clients share one address, and tests do not wait.
  settings: {
    ...settings,
    registrationsPerIp: 100_000,
    loginTriesPerIp: 100_000,
    otpSendsPerIp: 100_000,
    otpSendsOfAll: 100_000,
    syncSettleMs: 0,
    purgeAgainAfterMs: 0,
  },
}

// For all clients together. Routes that hash passwords or send SMS get less than the others.
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
  // A new AWS account has 10 execution environments in all, and none of them can be reserved.
  reservedConcurrency: {},
  tableThroughput: { reads: 1_000, writes: 500 },
  corsOrigins: [],
  // `npm run e2e` and `npm run load` register all their people from one address.
  settings: { ...settings, registrationsPerIp: 1_000 },
}

// Many phones share the address of a mobile carrier. The limits per address in `settings` are lower over an hour.
const firewall: FirewallLimits = {
  requestsPerIp: 2_000,
  requestsPerIpAndPath: {
    '/auth/login': 200,
    '/auth/register': 100,
    '/users/send-phone-otp': 100,
    '/users/verify-phone-otp': 200,
  },
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
  edge: { originSecrets: [1], firewall },
  monthlyBudgetUsd: 500,
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
 * Returns a stage by the name given with `-c stage=…`.
 * @throws Error that lists the stages, or the problems of this one.
 */
export function stageNamed(name: string): Stage {
  const stage = stages[name]
  if (!stage) {
    throw new Error(`There is no stage "${name}". Use one of: ${Object.keys(stages).join(', ')}`)
  }
  return requireValidStage(stage)
}
