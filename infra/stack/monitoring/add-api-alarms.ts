import { Duration } from 'aws-cdk-lib'
import { MathExpression, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch'
import type { AlarmThresholds } from '../../stages/alarm-thresholds.ts'
import type { Alarms } from './alarms.ts'
import { PERIOD } from './metrics.ts'
import type { MonitoredResources } from './monitored-resources.ts'

const { NOT_BREACHING, BREACHING } = TreatMissingData

/** Adds the alarms on what clients notice: 5xx responses, slow ones, and no requests at all. */
export function addApiAlarms(
  alarms: Alarms,
  resources: MonitoredResources,
  { serverErrorPercent, p99LatencyMs, requestsPerHour }: AlarmThresholds,
): void {
  const { httpApi } = resources
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
    // No value means: no requests.
    missingData: NOT_BREACHING,
  })
  alarms.add({
    section: 'api-latency',
    meaning: `One request in a hundred takes longer than ${p99LatencyMs} ms.`,
    metric: httpApi.metricLatency({ ...overPeriod, statistic: 'p99' }),
    above: p99LatencyMs,
    periods: [3, 3],
    ignoresFewValues: true,
    // No value means: no requests.
    missingData: NOT_BREACHING,
  })
  if (requestsPerHour !== undefined) {
    alarms.add({
      section: 'no-requests',
      meaning: `For two hours, fewer than ${requestsPerHour} requests an hour have reached the API.`,
      metric: tooFewRequests(resources, requestsPerHour),
      above: 0,
      periods: [2, 2],
      // No value means: no requests.
      missingData: BREACHING,
    })
  }
}

/** 1 in an hour with too few requests, else 0. Health checks do not count. */
function tooFewRequests(
  { httpApi, functions }: MonitoredResources,
  requestsPerHour: number,
): MathExpression {
  const overPeriod = { period: Duration.hours(1) }
  const { HealthGet } = functions
  if (!HealthGet) throw new Error('There is no function of GET /health')
  return new MathExpression({
    expression: `IF(FILL(requests, 0) - FILL(checks, 0) < ${requestsPerHour}, 1, 0)`,
    usingMetrics: {
      requests: httpApi.metricCount(overPeriod),
      checks: HealthGet.metricInvocations(overPeriod),
    },
    label: 'Too few requests',
    ...overPeriod,
  })
}
