import { Duration } from 'aws-cdk-lib'
import { TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch'
import type { AlarmThresholds } from '../../stages/alarm-thresholds.ts'
import type { Alarms } from './alarms.ts'
import { ownMetric, smsSpend } from './metrics.ts'

const { NOT_BREACHING, IGNORE } = TreatMissingData

/** Adds the alarms on the cost and the failures of SMS. */
export function addSmsAlarms(alarms: Alarms, { smsFailures, smsSpendUsd }: AlarmThresholds): void {
  alarms.add({
    section: 'sms-spend',
    meaning: `SMS have cost more than ${smsSpendUsd} USD this month, in this account and region.`,
    metric: smsSpend(Duration.minutes(15)),
    above: smsSpendUsd,
    // SNS reports it only when an SMS is sent. Until then the sum stays the same.
    missingData: IGNORE,
  })
  alarms.add({
    section: 'sms-failures',
    meaning: `More than ${smsFailures} SMS failed within 5 minutes.`,
    metric: ownMetric(alarms, 'SmsFailed'),
    above: smsFailures,
    // No SMS failed.
    missingData: NOT_BREACHING,
  })
  alarms.add({
    section: 'sms-breaker',
    meaning: 'The limit for SMS of all users is reached: nobody can verify a phone number.',
    metric: ownMetric(alarms, 'SmsBreakerOpen'),
    above: 0,
    // No SMS was refused.
    missingData: NOT_BREACHING,
  })
  alarms.add({
    section: 'recovery-breaker',
    meaning: 'The limit for SMS of all password recoveries is reached: nobody gets one.',
    metric: ownMetric(alarms, 'RecoveryBreakerOpen'),
    above: 0,
    // No SMS was refused.
    missingData: NOT_BREACHING,
  })
}
