import { executedVersion, serviceName } from './config.ts'

/** CloudWatch's namespace of all metrics. Their dimension is `service`; FAILURES has others. */
export const METRICS_NAMESPACE = 'UserApi'

/** All metrics and their units. Each has a monthly price, so an alarm or the dashboard must use it. */
export const metricUnits = {
  /** SMS that SNS accepted. */
  SmsSent: 'Count',
  /** SMS that SNS refused or that timed out, except SMS to invalid numbers. */
  SmsFailed: 'Count',
  /** Requests refused by the breaker: the limit on all SMS together. */
  SmsBreakerOpen: 'Count',
  /** Recoveries that got no SMS because of their breaker. */
  RecoveryBreakerOpen: 'Count',
  OtpVerified: 'Count',
  OtpWrong: 'Count',
  /** Passwords replaced with the OTP of a recovery. */
  PasswordsReset: 'Count',
  /** Logins with a wrong e-mail or password. */
  LoginsRefused: 'Count',
  /** Responses with status 429, from any limit. */
  RequestsLimited: 'Count',
  /** Requests without a valid origin secret: they bypass CloudFront, or it sends another secret. */
  OriginSecretRefused: 'Count',
  AccountsDeleted: 'Count',
  PurgesDone: 'Count',
  /** Age of the oldest deletion that is not purged yet, or 0. Recorded by each scheduled sweep. */
  PurgeAge: 'Milliseconds',
  AttemptsRecorded: 'Count',
  /** Attempts of deleted users. */
  AttemptsDropped: 'Count',
} as const

/**
 * Failures caused neither by the client nor by AWS, with the dimensions `function_name` and
 * `function_version`. They stop the release of a broken version. Lambda's own error metric does not count
 * them: a failed request still has a response, and a failed record is returned to its queue or stream.
 */
export const FAILURES = 'Failures'

export type Metric = keyof typeof metricUnits
type MetricOf<U> = { [M in Metric]: (typeof metricUnits)[M] extends U ? M : never }[Metric]

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

/** Counts one failure: see FAILURES. */
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
