import { executedVersion, serviceName } from './config.ts'

/** Where the metrics are in CloudWatch. Their one dimension is `service`, the stack's name, but of `FAILURES`. */
export const METRICS_NAMESPACE = 'UserApi'

/** What is measured, and its unit. Each costs by the month: an alarm or the dashboard reads it. */
export const metricUnits = {
  /** SMS that SNS took. */
  SmsSent: 'Count',
  /** SMS that SNS did not take, or left unanswered; not those to impossible numbers. */
  SmsFailed: 'Count',
  /** Requests for an SMS refused by the cap on those of everybody. */
  SmsBreakerOpen: 'Count',
  OtpVerified: 'Count',
  OtpWrong: 'Count',
  /** Logins refused for a wrong e-mail or password. */
  LoginsRefused: 'Count',
  /** Requests answered 429, whatever they had too many of. */
  RequestsLimited: 'Count',
  AccountsDeleted: 'Count',
  PurgesDone: 'Count',
  /** Age of the oldest deletion that is not purged, told by each sweep; 0 when there is none. */
  PurgeAge: 'Milliseconds',
  AttemptsRecorded: 'Count',
  /** Attempts of users who were deleted meanwhile. */
  AttemptsDropped: 'Count',
} as const

/**
 * Failures that are neither the caller's nor AWS's, by `function_name` and `function_version`: what
 * tells a release that the new version is broken. Lambda's own errors do not, since a request that
 * failed was answered, and a record that failed was given back.
 */
export const FAILURES = 'Failures'

export type Metric = keyof typeof metricUnits
type MetricOf<U> = { [M in Metric]: (typeof metricUnits)[M] extends U ? M : never }[Metric]

const recorded = new Map<Metric, number>()
let failures = 0

/** Counts something that happened in this invocation. */
export function count(metric: MetricOf<'Count'>, times = 1): void {
  recorded.set(metric, (recorded.get(metric) ?? 0) + times)
}

/** Tells how long something takes, or how old it is, in ms. */
export function measure(metric: MetricOf<'Milliseconds'>, ms: number): void {
  recorded.set(metric, ms)
}

/** Counts one of `FAILURES`. */
export function countFailure(): void {
  failures += 1
}

/**
 * Writes what was recorded since the last time in CloudWatch's embedded metric format, from which
 * CloudWatch makes the metrics. Nothing recorded, nothing written.
 */
export function writeMetrics(): void {
  if (recorded.size > 0) {
    const metrics = [...recorded.keys()].map((Name) => ({ Name, Unit: metricUnits[Name] }))
    writeLine({ service: serviceName() }, metrics, Object.fromEntries(recorded))
    recorded.clear()
  }
  if (failures > 0) {
    const { name, version } = executedVersion()
    const dimensions = { function_name: name, function_version: version }
    writeLine(dimensions, [{ Name: FAILURES, Unit: 'Count' }], { [FAILURES]: failures })
    failures = 0
  }
}

function writeLine(
  dimensions: Record<string, string>,
  Metrics: readonly { Name: string; Unit: string }[],
  values: Record<string, number>,
): void {
  const directive = {
    Namespace: METRICS_NAMESPACE,
    Dimensions: [Object.keys(dimensions)],
    Metrics,
  }
  const _aws = { Timestamp: Date.now(), CloudWatchMetrics: [directive] }
  process.stdout.write(`${JSON.stringify({ _aws, ...dimensions, ...values })}\n`)
}
