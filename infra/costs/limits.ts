import type { Stage } from '../stages/stage.ts'
import { type Measured, TABLES, type Table } from './consumption.ts'
import {
  concurrency,
  concurrencyOf,
  type Durations,
  flagReads,
  requestRate,
  unitRate,
} from './demands.ts'
import type { Traffic } from './traffic.ts'

/** A limit of the service, and how much of it a load needs. */
export interface Limit {
  readonly name: string
  readonly value: number
  /** `setting`: a line of infra/stages/stages.ts. `quota`: AWS raises it on request. `fixed`: AWS does not raise it. */
  readonly kind: 'setting' | 'quota' | 'fixed'
  /** Page of AWS's documentation. @default none, for a setting */
  readonly source?: string
  /** Returns how much of the limit the traffic needs, in the unit of `value`. */
  readonly demand: (traffic: Traffic) => number
}

const SEND_OTP = 'POST /users/send-phone-otp'
const DOCS = 'https://docs.aws.amazon.com'
const SOURCES = {
  apiGateway: `${DOCS}/apigateway/latest/developerguide/limits.html`,
  cloudFront: `${DOCS}/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html`,
  dynamoDb: `${DOCS}/amazondynamodb/latest/developerguide/ServiceQuotas.html`,
  lambda: `${DOCS}/lambda/latest/dg/gettingstarted-limits.html`,
  partitions: `${DOCS}/amazondynamodb/latest/developerguide/bp-partition-key-design.html`,
  sns: `${DOCS}/general/latest/gr/sns.html`,
  sqs: `${DOCS}/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html`,
}
const TABLE_NAMES: Readonly<Record<Table, string>> = {
  usersTable: 'users',
  mcqStatsTable: 'stats',
  otpsTable: 'OTPs',
  reportsTable: 'reports',
}

/** Every limit that requests or attempts can reach: the stage's settings, and AWS's default quotas in ap-south-1. */
export function limitsOf(stage: Stage, measured: Measured, durations: Durations): Limit[] {
  return [...settingsOf(stage, measured, durations), ...quotas(measured, durations)]
}

function settingsOf(stage: Stage, measured: Measured, durations: Durations): Limit[] {
  const { throttle, tableThroughput, reservedConcurrency, settings } = stage
  const throttled = Object.entries(throttle.routes).map(
    ([routeKey, { ratePerSecond }]): Limit => ({
      name: `\`throttle\` of \`${routeKey}\`, requests a second`,
      value: ratePerSecond,
      kind: 'setting',
      demand: (traffic) => requestRate(traffic, (key) => key === routeKey),
    }),
  )
  const reserved = Object.entries(reservedConcurrency).map(
    ([routeKey, value]): Limit => ({
      name: `\`reservedConcurrency\` of \`${routeKey}\``,
      value,
      kind: 'setting',
      demand: (traffic) => concurrencyOf(traffic, routeKey, durations),
    }),
  )
  return [
    {
      name: '`throttle.default`, requests a second',
      value: throttle.default.ratePerSecond,
      kind: 'setting',
      demand: (traffic) => requestRate(traffic, (key) => !(key in throttle.routes)),
    },
    ...throttled,
    ...reserved,
    ...(tableThroughput
      ? tableLimits(measured, tableThroughput, { label: '`tableThroughput`', kind: 'setting' })
      : []),
    {
      name: '`otpSendsOfAll`, SMS an hour',
      value: Number(settings.otpSendsOfAll),
      kind: 'setting',
      demand: ({ requests }) => (requests[SEND_OTP] ?? 0) * 3600,
    },
  ]
}

function quotas(measured: Measured, durations: Durations): Limit[] {
  return [
    {
      name: 'CloudFront: requests a second per distribution',
      value: 250_000,
      kind: 'quota',
      source: SOURCES.cloudFront,
      demand: (traffic) => requestRate(traffic),
    },
    {
      name: 'API Gateway: requests a second per account',
      value: 10_000,
      kind: 'quota',
      source: SOURCES.apiGateway,
      demand: (traffic) => requestRate(traffic),
    },
    {
      name: 'Lambda: concurrent executions per account',
      value: 1_000,
      kind: 'quota',
      source: SOURCES.lambda,
      demand: (traffic) => concurrency(traffic, durations),
    },
    {
      name: "SQS: SendMessage calls a second to the attempts' queue, one attempt per call",
      value: 9_000,
      kind: 'quota',
      source: SOURCES.sqs,
      demand: ({ attempts }) => attempts,
    },
    ...tableLimits(
      measured,
      { reads: 40_000, writes: 40_000 },
      { label: 'DynamoDB', kind: 'quota', source: SOURCES.dynamoDb },
    ),
    {
      name: 'DynamoDB: RRU a second of the item `FLAGS`',
      value: 3_000,
      kind: 'fixed',
      source: SOURCES.partitions,
      demand: (traffic) => flagReads(traffic, durations),
    },
    {
      name: 'SNS: SMS a second',
      value: 20,
      kind: 'quota',
      source: SOURCES.sns,
      demand: ({ requests }) => requests[SEND_OTP] ?? 0,
    },
  ]
}

/** The limits of each table, one for reads and one for writes. */
function tableLimits(
  measured: Measured,
  values: { readonly reads: number; readonly writes: number },
  { label, ...common }: Pick<Limit, 'kind' | 'source'> & { readonly label: string },
): Limit[] {
  const units = { reads: 'RRU', writes: 'WRU' } as const
  return TABLES.flatMap((table) =>
    (['reads', 'writes'] as const).map((what) => ({
      ...common,
      name: `${label}: ${units[what]} a second of the ${TABLE_NAMES[table]} table`,
      value: values[what],
      demand: (traffic: Traffic) => unitRate(traffic, measured, table, what),
    })),
  )
}
