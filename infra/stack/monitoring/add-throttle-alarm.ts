import { Stack } from 'aws-cdk-lib'
import { TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch'
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs'
import { METRICS_NAMESPACE } from '../../../shared/metrics.ts'
import type { AlarmThresholds } from '../../stages/alarm-thresholds.ts'
import type { Alarms } from './alarms.ts'
import { PERIOD } from './metrics.ts'
import type { MonitoredResources } from './monitored-resources.ts'

/**
 * Adds the alarm on requests that API Gateway throttles. They reach no function, and API Gateway has no metric for them,
 * so they are counted in the access log.
 */
export function addThrottleAlarm(
  alarms: Alarms,
  { accessLog }: MonitoredResources,
  { requestsThrottled }: AlarmThresholds,
): void {
  const filter = new MetricFilter(alarms, 'RequestsThrottled', {
    logGroup: accessLog,
    filterPattern: FilterPattern.all(
      FilterPattern.stringValue('$.status', '=', '429'),
      // `-` in a 429 of a function.
      FilterPattern.stringValue('$.gatewayError', '!=', '-'),
    ),
    // The stack is in the namespace, because a filter has no constant dimensions.
    metricNamespace: `${METRICS_NAMESPACE}/${Stack.of(alarms).stackName}`,
    metricName: 'RequestsThrottled',
  })
  alarms.add({
    section: 'requests-throttled',
    meaning: `API Gateway throttled more than ${requestsThrottled} requests within 5 minutes: they got a 429.`,
    metric: filter.metric({ statistic: 'Sum', period: PERIOD }),
    above: requestsThrottled,
    // No value means: no request was throttled.
    missingData: TreatMissingData.NOT_BREACHING,
  })
}
