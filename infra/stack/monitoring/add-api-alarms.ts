import { MathExpression, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch'
import type { AlarmThresholds } from '../../stages/alarm-thresholds.ts'
import type { Alarms } from './alarms.ts'
import { PERIOD } from './metrics.ts'
import type { MonitoredResources } from './monitored-resources.ts'

const { NOT_BREACHING } = TreatMissingData

/** Adds the alarms on what clients notice: 5xx responses and slow ones. */
export function addApiAlarms(
  alarms: Alarms,
  { httpApi }: MonitoredResources,
  { serverErrorPercent, p99LatencyMs }: AlarmThresholds,
): void {
  const overPeriod = { period: PERIOD }
  alarms.add({
    section: 'api-server-errors',
    meaning: `More than ${serverErrorPercent} % of requests, and at least 5 in 5 minutes, get a 5xx response.`,
    metric: new MathExpression({
      // At night one error among three requests must not raise an alarm.
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
    // No requests.
    missingData: NOT_BREACHING,
  })
  alarms.add({
    section: 'api-latency',
    meaning: `One request in a hundred takes longer than ${p99LatencyMs} ms.`,
    metric: httpApi.metricLatency({ ...overPeriod, statistic: 'p99' }),
    above: p99LatencyMs,
    periods: [3, 3],
    ignoresFewValues: true,
    // No requests.
    missingData: NOT_BREACHING,
  })
}
