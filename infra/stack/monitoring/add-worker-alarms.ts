import { Duration } from 'aws-cdk-lib'
import { TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import type { AlarmThresholds } from '../../stages/alarm-thresholds.ts'
import type { Alarms } from './alarms.ts'
import { ownMetric, PERIOD } from './metrics.ts'
import type { Watched } from './watched.ts'

const { NOT_BREACHING, BREACHING } = TreatMissingData
const MINUTE_MS = 60_000

/** What nobody waits for, and so nobody would notice: attempts and purges that do not come on. */
export function addWorkerAlarms(
  alarms: Alarms,
  { attemptsQueue, failedAttempts, failedPurges, functions }: Watched,
  { attemptAgeMinutes, purgeAgeMinutes }: AlarmThresholds,
): void {
  alarms.add({
    section: 'failed-attempts',
    meaning: 'MCQ attempts could not be recorded, and wait in the dead-letter queue.',
    ...depthOf(failedAttempts),
  })
  alarms.add({
    section: 'failed-purges',
    meaning: 'The stream gave up on purging a deleted account.',
    ...depthOf(failedPurges),
  })
  alarms.add({
    section: 'attempts-wait',
    meaning: `An MCQ attempt waits for more than ${attemptAgeMinutes} minutes to be recorded.`,
    metric: attemptsQueue.metricApproximateAgeOfOldestMessage({
      period: PERIOD,
      statistic: 'Maximum',
    }),
    above: attemptAgeMinutes * 60,
    // A queue that nobody has used for hours tells nothing.
    missing: NOT_BREACHING,
  })
  const purgeWorker = functions.WorkersPurgeDeletedUserStream
  if (!purgeWorker) throw new Error('There is no worker on the stream to watch')
  alarms.add({
    section: 'purge-stream-lags',
    meaning: 'The purge worker is more than 15 minutes behind the stream of deletions.',
    metric: purgeWorker.metric('IteratorAge', { period: PERIOD, statistic: 'Maximum' }),
    above: 15 * MINUTE_MS,
    // No account was deleted. A poller that is dead is told by the age of purges.
    missing: NOT_BREACHING,
  })
  alarms.add({
    section: 'purge-age',
    meaning: `A deleted account waits for more than ${purgeAgeMinutes} minutes to be purged, or no sweep has told.`,
    metric: ownMetric(alarms, 'PurgeAge', 'Maximum').with({ period: Duration.minutes(15) }),
    above: purgeAgeMinutes * MINUTE_MS,
    periods: [2, 2],
    // Every sweep tells the age, also when there is none: silence means that none has run.
    missing: BREACHING,
  })
}

function depthOf(queue: Queue) {
  return {
    metric: queue.metricApproximateNumberOfMessagesVisible({
      period: PERIOD,
      statistic: 'Maximum',
    }),
    above: 0,
    // A queue that is empty for hours tells nothing.
    missing: NOT_BREACHING,
  }
}
