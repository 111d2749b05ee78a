import { executedVersion, serviceName } from './config.ts'

/** CloudWatch's namespace of all metrics. Their dimension is `service`; only FAILURES has other dimensions. */
export const METRICS_NAMESPACE = 'UserApi'

/** All metrics and their units. Each metric costs money every month, so an alarm or the dashboard must use it. */
export const metricUnits = {
  /** SMS that SNS accepted. */
  SmsSent: 'Count',
  /** SMS that SNS refused or that timed out, except SMS to invalid numbers. */
  SmsFailed: 'Count',
  /** Requests refused by the breaker: the limit on all SMS for phone verification together. */
  SmsBreakerOpen: 'Count',
  /** Password recoveries that got no SMS, because of the limit on all recovery SMS together. */
  RecoveryBreakerOpen: 'Count',
  /** Attempts to handle a recovery in which the worker failed. Each message gets up to five. */
  RecoveriesFailed: 'Count',
  OtpVerified: 'Count',
  OtpWrong: 'Count',
  /** Forgotten passwords that were replaced. */
  PasswordsReset: 'Count',
  /** Logins with a wrong e-mail or password. */
  LoginsRefused: 'Count',
  /** Responses with status 429, from any limit. */
  RequestsLimited: 'Count',
  /** Requests without a valid origin secret. They bypassed CloudFront, or CloudFront sent a wrong secret. */
  OriginSecretRefused: 'Count',
  AccountsDeleted: 'Count',
  /** Deleted accounts whose purge (the removal of all their data) is complete. */
  PurgesDone: 'Count',
  /** Age of the oldest deletion whose data is not removed yet, or 0. The sweep-purges worker records it. */
  PurgeAge: 'Milliseconds',
  /** Attempts at MCQs (multiple-choice questions). */
  AttemptsRecorded: 'Count',
  /** Attempts that were not recorded, because the user is deleted. */
  AttemptsDropped: 'Count',
} as const

/**
 * The metric of failures that our code caused, not the client or AWS. Its dimensions are `function_name` and
 * `function_version`. An alarm on it stops the release of a broken version. Lambda's own error metric does not count
 * these failures: a failed request still gets a response, and a failed record goes back to its queue or stream.
 */
export const FAILURES = 'Failures'

export type Metric = keyof typeof metricUnits
/** The metrics with the unit U. */
export type MetricOf<U> = { [M in Metric]: (typeof metricUnits)[M] extends U ? M : never }[Metric]

const recorded = new Map<Metric, number>()
let failures = 0

/** Counts an event of this invocation. */
export function count(metric: MetricOf<'Count'>, times = 1): void {
  recorded.set(metric, (recorded.get(metric) ?? 0) + times)
}

/** Records a duration or an age, in ms. */
export function measure(metric: MetricOf<'Milliseconds'>, ms: number): void {
  recorded.set(metric, ms)
}

/** Counts one failure of our code: see FAILURES. */
export function countFailure(): void {
  failures += 1
}

/**
 * Writes what was recorded since the last call, in CloudWatch's embedded metric format. Writes nothing
 * when nothing was recorded.
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
