import { Duration } from 'aws-cdk-lib'
import { TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import { MINUTE_MS } from '../../../shared/time.ts'
import type { AlarmThresholds } from '../../stages/alarm-thresholds.ts'
import type { Stage } from '../../stages/stage.ts'
import type { Alarms } from './alarms.ts'
import { ownMetric, PERIOD } from './metrics.ts'
import type { MonitoredResources } from './monitored-resources.ts'

const { NOT_BREACHING, BREACHING } = TreatMissingData

/** Adds the alarms on MCQ attempts, password recoveries and purges that fail or are late. No response shows these. */
export function addWorkerAlarms(
  alarms: Alarms,
  { queues, functions }: MonitoredResources,
  { attemptAgeMinutes, purgeAgeMinutes }: AlarmThresholds,
  { settings }: Stage,
): void {
  // Half of an OTP's life: a later SMS is of little use.
  const recoveryAgeSeconds = Math.floor(Number(settings.otpSeconds) / 2)
  alarms.add({
    section: 'failed-attempts',
    meaning: 'MCQ attempts could not be recorded, and are in the dead-letter queue.',
    ...depthOf(queues.failedAttempts),
  })
  alarms.add({
    section: 'failed-purges',
    meaning: 'The purge of a deleted account failed on the stream.',
    ...depthOf(queues.failedPurges),
  })
  alarms.add({
    section: 'failed-recoveries',
    meaning: 'The worker of password recoveries failed three times or more within five minutes.',
    // Not the depth of the dead-letter queue: a message is there for its last minutes only, and the metrics of a queue that
    // was idle are late by up to 15 minutes. Of the five attempts of one message, three are within one period.
    metric: ownMetric(alarms, 'RecoveriesFailed'),
    above: 2,
    // No value means: no recovery failed.
    missingData: NOT_BREACHING,
  })
  alarms.add({
    section: 'attempts-wait',
    meaning: `An MCQ attempt has waited for more than ${attemptAgeMinutes} minutes to be recorded.`,
    ...ageOf(queues.attempts, attemptAgeMinutes * 60),
  })
  alarms.add({
    section: 'recoveries-wait',
    meaning: `A password recovery has waited for more than ${recoveryAgeSeconds} seconds for its SMS.`,
    ...ageOf(queues.recoveries, recoveryAgeSeconds),
  })
  const purgeWorker = functions.WorkersPurgeDeletedUserStream
  if (!purgeWorker) throw new Error('There is no worker on the stream to monitor')
  alarms.add({
    section: 'purge-stream-lags',
    meaning: 'The purge worker is more than 15 minutes behind the stream of deletions.',
    metric: purgeWorker.metric('IteratorAge', { period: PERIOD, statistic: 'Maximum' }),
    above: 15 * MINUTE_MS,
    // No value means: no account was deleted. The alarm on purge-age covers a stream that is not polled.
    missingData: NOT_BREACHING,
  })
  alarms.add({
    section: 'purge-age',
    meaning: `A deleted account has waited for more than ${purgeAgeMinutes} minutes to be purged, or no sweep has run.`,
    metric: ownMetric(alarms, 'PurgeAge', 'Maximum').with({ period: Duration.minutes(15) }),
    above: purgeAgeMinutes * MINUTE_MS,
    periods: [2, 2],
    // Every sweep reports an age, 0 if nothing is to be purged. No value means no sweep.
    missingData: BREACHING,
  })
}

function ageOf(queue: Queue, above: number) {
  return {
    metric: queue.metricApproximateAgeOfOldestMessage({ period: PERIOD, statistic: 'Maximum' }),
    above,
    // SQS reports nothing for a queue that was unused for hours.
    missingData: NOT_BREACHING,
  }
}

function depthOf(queue: Queue) {
  return {
    metric: queue.metricApproximateNumberOfMessagesVisible({
      period: PERIOD,
      statistic: 'Maximum',
    }),
    above: 0,
    // SQS reports nothing for a queue that was empty for hours.
    missingData: NOT_BREACHING,
  }
}
