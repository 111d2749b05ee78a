import { Duration } from 'aws-cdk-lib'
import { MathExpression, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch'
import type { AlarmThresholds } from '../../stages/alarm-thresholds.ts'
import type { Alarms } from './alarms.ts'
import { ownMetric, smsSpend } from './metrics.ts'

const { NOT_BREACHING, IGNORE } = TreatMissingData

const HOUR = Duration.hours(1)
// Hours with fewer SMS raise no alarm: at night a few failures would be a large share.
const FEWEST_SMS = 20

/** Adds the alarms on the cost of SMS, on SMS that SNS refuses, and on SMS that do not arrive. */
export function addSmsAlarms(alarms: Alarms, thresholds: AlarmThresholds): void {
  const { smsFailures, smsSpendUsd, smsUndeliveredPercent, otpsUnverifiedPercent } = thresholds
  alarms.add({
    section: 'sms-spend',
    meaning: `SMS have cost more than ${smsSpendUsd} USD this month, in this account and region.`,
    metric: smsSpend(Duration.minutes(15)),
    above: smsSpendUsd,
    // SNS reports the cost only when an SMS is sent. Until then the cost stays the same.
    missingData: IGNORE,
  })
  alarms.add({
    section: 'sms-failures',
    meaning: `More than ${smsFailures} SMS failed within 5 minutes.`,
    metric: ownMetric(alarms, 'SmsFailed'),
    above: smsFailures,
    // No value means: no SMS failed.
    missingData: NOT_BREACHING,
  })
  alarms.add({
    section: 'sms-breaker',
    meaning: 'The limit for SMS of all users is reached: nobody can verify a phone number.',
    metric: ownMetric(alarms, 'SmsBreakerOpen'),
    above: 0,
    // No value means: no SMS was refused.
    missingData: NOT_BREACHING,
  })
  alarms.add({
    section: 'recovery-breaker',
    meaning:
      'The limit for SMS of all password recoveries is reached: nobody can reset a password by SMS.',
    metric: ownMetric(alarms, 'RecoveryBreakerOpen'),
    above: 0,
    // No value means: no SMS was refused.
    missingData: NOT_BREACHING,
  })
  alarms.add({
    section: 'sms-undelivered',
    meaning: `Operators in India have not delivered more than ${smsUndeliveredPercent} % of the SMS of an hour, of at least ${FEWEST_SMS}.`,
    metric: undeliveredPercent(),
    above: smsUndeliveredPercent,
    // No value means: no SMS was sent, or delivery logging is off.
    missingData: NOT_BREACHING,
  })
  alarms.add({
    section: 'otps-unverified',
    meaning: `For two hours, users have not verified the OTPs of more than ${otpsUnverifiedPercent} % of the SMS, of at least ${FEWEST_SMS} an hour.`,
    metric: new MathExpression({
      // An SMS is for a phone number or for a forgotten password.
      expression: `IF(sent >= ${FEWEST_SMS}, 100 * (1 - (FILL(verified, 0) + FILL(reset, 0)) / sent), 0)`,
      usingMetrics: {
        sent: ownMetric(alarms, 'SmsSent').with({ period: HOUR }),
        verified: ownMetric(alarms, 'OtpVerified').with({ period: HOUR }),
        reset: ownMetric(alarms, 'PasswordsReset').with({ period: HOUR }),
      },
      label: 'Unverified, %',
      period: HOUR,
    }),
    above: otpsUnverifiedPercent,
    periods: [2, 2],
    // No value means: no SMS was sent.
    missingData: NOT_BREACHING,
  })
}

/** Percentage of SMS that were not delivered. SNS reports 1 or 0 for each SMS of the account and region. */
function undeliveredPercent(): MathExpression {
  const successRate = (statistic: string) =>
    new Metric({
      namespace: 'AWS/SNS',
      metricName: 'SMSSuccessRate',
      dimensionsMap: { SMSType: 'Transactional', Country: 'IN' },
      statistic,
      period: HOUR,
    })
  return new MathExpression({
    expression: `IF(sent >= ${FEWEST_SMS}, 100 * (1 - delivered), 0)`,
    usingMetrics: { sent: successRate('SampleCount'), delivered: successRate('Average') },
    label: 'Undelivered, %',
    period: HOUR,
  })
}
