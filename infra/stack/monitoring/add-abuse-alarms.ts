import { TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch'
import type { AlarmThresholds } from '../../stages/alarm-thresholds.ts'
import type { Alarms } from './alarms.ts'
import { ownMetric } from './metrics.ts'

const { NOT_BREACHING } = TreatMissingData

/** Adds the alarms on what attackers cause: refused logins and requests over a limit. */
export function addAbuseAlarms(
  alarms: Alarms,
  { requestsLimited, loginsRefused }: AlarmThresholds,
): void {
  alarms.add({
    section: 'requests-limited',
    meaning: `More than ${requestsLimited} requests got a 429 from a limit of the service within 5 minutes.`,
    metric: ownMetric(alarms, 'RequestsLimited'),
    above: requestsLimited,
    // No value means: no request was refused.
    missingData: NOT_BREACHING,
  })
  alarms.add({
    section: 'logins-refused',
    meaning: `More than ${loginsRefused} logins had a wrong e-mail or password within 5 minutes.`,
    metric: ownMetric(alarms, 'LoginsRefused'),
    above: loginsRefused,
    // No value means: no login was refused.
    missingData: NOT_BREACHING,
  })
}
