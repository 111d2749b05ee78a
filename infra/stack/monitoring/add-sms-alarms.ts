import { Duration } from 'aws-cdk-lib'
import { Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch'
import type { AlarmThresholds } from '../../stages/alarm-thresholds.ts'
import type { Alarms } from './alarms.ts'
import { ownMetric } from './metrics.ts'

const { NOT_BREACHING, IGNORE } = TreatMissingData

/** What SMS cost, and that they arrive. */
export function addSmsAlarms(alarms: Alarms, { smsFailures, smsSpendUsd }: AlarmThresholds): void {
  alarms.add({
    section: 'sms-spend',
    meaning: `SMS have cost more than ${smsSpendUsd} USD this month, in this account and region.`,
    metric: new Metric({
      namespace: 'AWS/SNS',
      metricName: 'SMSMonthToDateSpentUSD',
      statistic: 'Maximum',
      period: Duration.minutes(15),
    }),
    above: smsSpendUsd,
    // Told only when an SMS is sent; what was spent stays spent until then.
    missing: IGNORE,
  })
  alarms.add({
    section: 'sms-failures',
    meaning: `SNS has not taken more than ${smsFailures} SMS within 5 minutes.`,
    metric: ownMetric(alarms, 'SmsFailed'),
    above: smsFailures,
    // None has failed.
    missing: NOT_BREACHING,
  })
  alarms.add({
    section: 'sms-breaker',
    meaning: 'The cap on the SMS of all users is reached: nobody can verify a phone.',
    metric: ownMetric(alarms, 'SmsBreakerOpen'),
    above: 0,
    // None was refused.
    missing: NOT_BREACHING,
  })
}
