import { Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch'
import type { AlarmThresholds } from '../../stages/alarm-thresholds.ts'
import { WEB_ACL_METRIC } from '../edge/firewall.ts'
import type { Alarms } from './alarms.ts'
import { PERIOD } from './metrics.ts'

/** Adds the alarm on requests that the web ACL blocks. They do not reach the API, so none of its metrics has them. */
export function addFirewallAlarm(alarms: Alarms, { requestsBlocked }: AlarmThresholds): void {
  alarms.add({
    section: 'requests-blocked',
    meaning: `The web ACL blocked more than ${requestsBlocked} requests within 5 minutes.`,
    // https://docs.aws.amazon.com/waf/latest/developerguide/waf-metrics.html
    metric: new Metric({
      namespace: 'AWS/WAFV2',
      metricName: 'BlockedRequests',
      dimensionsMap: { WebACL: WEB_ACL_METRIC, Rule: 'ALL' },
      statistic: 'Sum',
      period: PERIOD,
    }),
    above: requestsBlocked,
    // No value means: no request was blocked.
    missingData: TreatMissingData.NOT_BREACHING,
  })
}
