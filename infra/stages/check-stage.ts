import { RetentionDays } from 'aws-cdk-lib/aws-logs'
import * as z from 'zod'
import type { NumberRange } from '../../shared/config.ts'
import { findSmsTextProblem } from '../../shared/otps/sms-text.ts'
import { RECOVERY_OTP_DIGITS } from '../../shared/password-recovery/limits.ts'
import { EDGE_REGION } from './edge-region.ts'
import { numberRanges } from './number-ranges.ts'
import { RESTORABLE, type Stage, type Throttle } from './stage.ts'
import { UsageError } from './usage-error.ts'

const retentionDays = z.int().refine((days) => days in RetentionDays, 'Must be a CloudWatch period')
const count = z.int().min(1)
const throttle: z.ZodType<Throttle> = z.strictObject({ ratePerSecond: count, burst: count })
const routeKey = z.string().regex(/^(\$default|[A-Z]+ \/\S*)$/, 'Must be a route key, as in GET /a')

/** The name that `npm run restore` gave a table: with any other, CloudFormation would create an empty table. */
function restoredName(table: string) {
  const pattern = new RegExp(`^[\\w-]+-${table}-\\d{8}T\\d{6}Z$`)
  return z.string().regex(pattern, 'Must be the name that npm run restore printed').optional()
}

const settings = z.object({
  ...Object.fromEntries(Object.entries(numberRanges).map(([name, range]) => [name, within(range)])),
  smsSenderId: ownValue(/^[A-Za-z]{3,6}$/, 'Must be three to six letters'),
  smsEntityId: ownValue(/^\d{19}$/, 'Must be 19 digits'),
  smsTemplateId: ownValue(/^\d{19}$/, 'Must be 19 digits'),
  smsText: z.string(),
  recoverySmsTemplateId: ownValue(/^\d{19}$/, 'Must be 19 digits'),
  recoverySmsText: z.string(),
})

// The bounds of a rate rule in AWS WAF.
const rate = z.int().min(10).max(2_000_000_000)

const firewall = z.union([
  z.strictObject({
    webAclArn: z
      .string()
      .regex(
        /^arn:aws:wafv2:us-east-1:\d{12}:global\/webacl\//,
        `Must be the ARN of a global web ACL, which is in ${EDGE_REGION}`,
      ),
  }),
  z.strictObject({
    requestsPerIp: rate,
    requestsPerIpAndPath: z.record(z.string().startsWith('/'), rate),
  }),
])

const edge = z.strictObject({
  originSecrets: z
    .array(count)
    .min(1)
    .max(2)
    .refine((versions) => new Set(versions).size === versions.length, 'Must differ'),
  domain: z
    .strictObject({
      name: z.string().regex(/^([a-z0-9-]+\.)+[a-z]{2,}$/, 'Must be a domain name'),
      certificateArn: z
        .string()
        .regex(/^arn:aws:acm:us-east-1:/, `Must be a certificate of ${EDGE_REGION}`),
    })
    .optional(),
  firewall: firewall.optional(),
})

const stageSchema = z.object({
  appName: ownValue(/\S/, 'Must not be blank'),
  name: z.string().regex(/^[a-z][a-z0-9-]*$/),
  account: ownValue(/^\d{12}$/, 'Must be 12 digits').optional(),
  region: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'Must be a region, as in ap-south-1'),
  keepsData: z.boolean(),
  isProtected: z.boolean().optional(),
  logRetentionDays: retentionDays,
  auditRetentionDays: retentionDays,
  architecture: z.enum(['arm64', 'x86_64']).optional(),
  docs: z.boolean(),
  alarms: z.record(z.string(), z.number().positive()).optional(),
  alarmEmail: z.email().optional(),
  runbookUrl: z.url({ protocol: /^https$/, error: 'Must be an https URL' }).optional(),
  monthlyBudgetUsd: z.number().positive().optional(),
  deployment: z.enum(['all-at-once', 'canary']),
  skipsCanary: z.boolean().optional(),
  throttle: z.strictObject({ default: throttle, routes: z.record(routeKey, throttle) }),
  reservedConcurrency: z.record(routeKey, count),
  restoredTables: z
    .strictObject(Object.fromEntries(RESTORABLE.map((table) => [table, restoredName(table)])))
    .optional(),
  tableThroughput: z.strictObject({ reads: count, writes: count }).optional(),
  corsOrigins: z.array(z.string().refine(isOrigin, 'Must be an origin, as in https://a.example')),
  corsHeaders: z
    .array(z.string().regex(/^[a-z0-9-]+$/, 'Must be a header in lower case'))
    .optional(),
  edge: edge.optional(),
  settings,
})

/** Checks a stage at synth. @throws UsageError that lists every value that cannot be deployed. */
export function requireValidStage(stage: Stage): Stage {
  const { error } = stageSchema.safeParse(stage, { reportInput: true })
  const problems = error?.issues.map(({ path, message, input }) => {
    return `${path.join('.')} ${JSON.stringify(input)}: ${message}`
  })
  const found = problems ?? findMismatches(stage)
  if (found.length > 0) throw new UsageError(`Stage "${stage.name}": ${found.join('; ')}`)
  return stage
}

/** Finds values that contradict each other. */
function findMismatches({ settings, edge, alarms, monthlyBudgetUsd }: Stage): string[] {
  const { otpDigits, otpSeconds, otiSeconds } = settings
  const problems: string[] = []
  const smsDigits = { smsText: Number(otpDigits), recoverySmsText: RECOVERY_OTP_DIGITS }
  for (const [name, digits] of Object.entries(smsDigits)) {
    const text = String(settings[name as keyof typeof smsDigits])
    const problem = findSmsTextProblem(text, digits, Number(otpSeconds))
    if (text !== '' && problem)
      problems.push(`settings.${name} ${JSON.stringify(text)}: It ${problem}`)
  }
  if (otpSeconds > otiSeconds) {
    problems.push(`settings.otpSeconds ${otpSeconds}: Must not exceed otiSeconds ${otiSeconds}`)
  }
  if (monthlyBudgetUsd !== undefined && !(alarms && edge)) {
    problems.push(
      'monthlyBudgetUsd: Needs alarms and edge, whose stack in us-east-1 has the budget',
    )
  }
  return problems
}

/** The schema of a value of own-values.ts, which may still be empty at synth. */
function ownValue(pattern: RegExp, message: string) {
  return z.string().refine((text) => text === '' || pattern.test(text), message)
}

function within({ min, max = Number.MAX_SAFE_INTEGER }: NumberRange) {
  return z.int().min(min).max(max)
}

function isOrigin(text: string): boolean {
  return text === '*' || (URL.canParse(text) && new URL(text).origin === text)
}
