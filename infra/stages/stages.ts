import type { NumberSetting } from '../../shared/config.ts'
import { recoverySmsTemplate } from '../../shared/password-recovery/sms-text.ts'
import { phoneSmsTemplate } from '../../shared/phone-verification/sms-text.ts'
import { relaxedThresholds, strictThresholds } from './alarm-thresholds.ts'
import { requireValidStage } from './check-stage.ts'
import { defaultNumbers } from './number-ranges.ts'
import { type OwnValues, ownValues } from './own-values.ts'
import type { FirewallLimits, Stage } from './stage.ts'
import { UsageError } from './usage-error.ts'

const REGION = 'ap-south-1'

/** A stage before its own values are added. */
type Defaults = Omit<Stage, 'appName' | 'settings' | 'missing'> & {
  readonly settings: Readonly<Record<NumberSetting, number>>
}

/** Made-up values for the local stack, which shows SMS instead of sending them. */
const localValues: OwnValues = {
  appName: 'Example Prep',
  smsSenderId: 'EXMPRP',
  smsEntityId: '1101234567890123456',
  smsTemplateId: '1107123456789012345',
  recoverySmsTemplateId: '1107123456789012346',
  smsDomain: '@example.com',
  smsAppHash: 'FA+9qCX9VSu',
}

const local: Defaults = {
  name: 'local',
  isDeployed: false,
  region: REGION,
  keepsData: false,
  logRetentionDays: 1,
  auditRetentionDays: 1,
  docs: true,
  deployment: 'all-at-once',
  throttle: { default: { ratePerSecond: 10_000, burst: 10_000 }, routes: {} },
  reservedConcurrency: {},
  corsOrigins: ['*'],
  // Locally all clients share one address, and tests do not wait.
  settings: {
    ...defaultNumbers,
    registrationsPerIp: 100_000,
    loginTriesPerIp: 100_000,
    otpSendsPerIp: 100_000,
    otpSendsOfAll: 100_000,
    recoveriesPerIp: 100_000,
    recoverySendsOfAll: 100_000,
    syncSettleMs: 0,
    purgeAgainAfterMs: 0,
  },
}

// For all clients together. Routes that hash passwords or send SMS get less than the others.
const sensitiveRoutes = {
  'POST /auth/login': { ratePerSecond: 50, burst: 100 },
  'POST /auth/register': { ratePerSecond: 20, burst: 40 },
  'POST /auth/forgot-password': { ratePerSecond: 20, burst: 40 },
  'POST /auth/reset-password': { ratePerSecond: 20, burst: 40 },
  'POST /users/send-phone-otp': { ratePerSecond: 20, burst: 40 },
  'POST /users/verify-phone-otp': { ratePerSecond: 50, burst: 100 },
}

const dev: Defaults = {
  name: 'dev',
  isDeployed: true,
  region: REGION,
  keepsData: false,
  logRetentionDays: 7,
  auditRetentionDays: 30,
  docs: true,
  alarms: relaxedThresholds,
  deployment: 'all-at-once',
  throttle: { default: { ratePerSecond: 100, burst: 200 }, routes: sensitiveRoutes },
  // A new AWS account has 10 execution environments in all, and none of them can be reserved.
  reservedConcurrency: {},
  tableThroughput: { reads: 1_000, writes: 500 },
  corsOrigins: [],
  // `npm run e2e` and `npm run load` register all their users from one IP address.
  settings: { ...defaultNumbers, registrationsPerIp: 1_000 },
}

// High, because many phones share the IP address of a mobile carrier. The limits per address in `settings` are lower over
// an hour.
const firewall: FirewallLimits = {
  requestsPerIp: 2_000,
  requestsPerIpAndPath: {
    '/auth/login': 200,
    '/auth/register': 100,
    '/auth/forgot-password': 100,
    '/auth/reset-password': 200,
    '/users/send-phone-otp': 100,
    '/users/verify-phone-otp': 200,
  },
}

const prod: Defaults = {
  name: 'prod',
  isDeployed: true,
  region: REGION,
  keepsData: true,
  // The law asks for 180 days in India (CERT-In, directions of 28 April 2022, iv) and, from May 2027, for a year from
  // the processing (Digital Personal Data Protection Rules 2025, rule 8(3)). 400 is the next period of CloudWatch after
  // 365, which is less than a leap year.
  logRetentionDays: 400,
  // Longer than the year for which India's DPDP Rules 2025, rule 6, want logs of access to personal data.
  auditRetentionDays: 400,
  docs: false,
  alarms: strictThresholds,
  deployment: 'canary',
  throttle: { default: { ratePerSecond: 500, burst: 1_000 }, routes: sensitiveRoutes },
  reservedConcurrency: { 'POST /users/send-phone-otp': 20, 'POST /users/verify-phone-otp': 20 },
  tableThroughput: { reads: 8_000, writes: 4_000 },
  corsOrigins: [],
  edge: { originSecrets: [1], firewall },
  monthlyBudgetUsd: 500,
  settings: defaultNumbers,
}

const stages: Readonly<Record<string, Defaults>> = { local, dev, prod }

/**
 * Returns a stage by the name given with `-c stage=…`.
 * @param own the stage's own values. @default those of own-values.ts
 * @throws UsageError that lists the stages, or the problems of this one.
 */
export function stageNamed(name: string, own = ownValues[name] ?? localValues): Stage {
  const stage = Object.hasOwn(stages, name) ? stages[name] : undefined
  if (!stage) {
    throw new UsageError(
      `There is no stage "${name}". Use one of: ${Object.keys(stages).join(', ')}`,
    )
  }
  return requireValidStage(withOwnValues(stage, own))
}

/**
 * Returns a stage that the CDK CLI may deploy.
 * @throws UsageError as `stageNamed` does, and for the stage `local`.
 */
export function deployableStage(name: string): Stage {
  const stage = stageNamed(name)
  if (!stage.isDeployed)
    throw new UsageError(`Stage "${name}" runs on this machine: it is not deployed`)
  return stage
}

/** The name of a stage's CloudFormation stack. */
export function stackNameOf({ name }: Stage): string {
  return `user-api-${name}`
}

function withOwnValues(stage: Defaults, own: OwnValues): Stage {
  const {
    account,
    appName,
    alarmEmail,
    runbookUrl,
    restoredTables,
    smsDomain,
    smsAppHash,
    ...sms
  } = own
  const hasText = appName !== '' && smsDomain !== '' && smsAppHash !== ''
  const app = { name: appName, domain: smsDomain, appHash: smsAppHash }
  const smsText = hasText ? phoneSmsTemplate(app) : ''
  const recoverySmsText = hasText ? recoverySmsTemplate(app) : ''
  return {
    ...stage,
    account: account || undefined,
    appName,
    alarmEmail: alarmEmail || undefined,
    runbookUrl: runbookUrl || undefined,
    restoredTables,
    settings: { ...stage.settings, ...sms, smsText, recoverySmsText },
    missing: Object.entries(own).flatMap(([value, text]) => (text === '' ? [value] : [])),
  }
}
