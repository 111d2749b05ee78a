import { TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch'
import type { AlarmThresholds } from '../../stages/alarm-thresholds.ts'
import type { Alarms } from './alarms.ts'
import { ownMetric } from './metrics.ts'

/** Adds the alarm on requests that functions refuse because CloudFront did not send them. */
export function addOriginSecretAlarm(
  alarms: Alarms,
  { requestsWithoutSecret }: AlarmThresholds,
): void {
  alarms.add({
    section: 'origin-secret',
    meaning: `More than ${requestsWithoutSecret} requests had no valid origin secret within 5 minutes, and got a 404.`,
    metric: ownMetric(alarms, 'OriginSecretRefused'),
    above: requestsWithoutSecret,
    // No value means: no request was refused.
    missingData: TreatMissingData.NOT_BREACHING,
  })
}
