import { MathExpression, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch'
import type { AlarmThresholds } from '../../stages/alarm-thresholds.ts'
import type { Alarms } from './alarms.ts'
import { inParts, PERIOD, sumOf } from './metrics.ts'
import type { Watched } from './watched.ts'

const { NOT_BREACHING } = TreatMissingData

/** What clients notice: errors, slowness, and functions that fail or are not run. */
export function addApiAlarms(
  alarms: Alarms,
  { httpApi, functions }: Watched,
  { serverErrorPercent, p99LatencyMs }: AlarmThresholds,
): void {
  const overPeriod = { period: PERIOD }
  alarms.add({
    section: 'api-server-errors',
    meaning: `More than ${serverErrorPercent} % of requests, and at least 5 in 5 minutes, are answered 5xx.`,
    metric: new MathExpression({
      // One error among three requests of a night is no reason to wake somebody.
      expression: 'IF(errors >= 5, 100 * errors / requests, 0)',
      usingMetrics: {
        errors: httpApi.metricServerError({ ...overPeriod, statistic: 'Sum' }),
        requests: httpApi.metricCount(overPeriod),
      },
      label: '5xx, %',
      ...overPeriod,
    }),
    above: serverErrorPercent,
    periods: [2, 3],
    // Nobody calls.
    missing: NOT_BREACHING,
  })
  alarms.add({
    section: 'api-latency',
    meaning: `One request in a hundred takes longer than ${p99LatencyMs} ms.`,
    metric: httpApi.metricLatency({ ...overPeriod, statistic: 'p99' }),
    above: p99LatencyMs,
    periods: [3, 3],
    ignoresFewValues: true,
    // Nobody calls.
    missing: NOT_BREACHING,
  })
  for (const [id, lambda] of Object.entries(functions)) {
    alarms.add({
      section: 'function-errors',
      of: id,
      meaning: `${id} times out, runs out of memory or throws.`,
      metric: lambda.metricErrors(overPeriod),
      above: 0,
      periods: [2, 3],
      // It was not invoked.
      missing: NOT_BREACHING,
    })
  }
  for (const [index, part] of inParts(Object.values(functions)).entries()) {
    alarms.add({
      section: 'function-throttles',
      of: String(index + 1),
      meaning: 'Lambda refuses to run functions: too many run at once.',
      metric: sumOf(
        part.map((lambda) => lambda.metricThrottles(overPeriod)),
        'Throttles',
      ),
      above: 0,
      periods: [2, 3],
      // They were not invoked.
      missing: NOT_BREACHING,
    })
  }
}
