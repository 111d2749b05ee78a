import { Duration } from 'aws-cdk-lib'
import {
  DeduplicationScope,
  FifoThroughputLimit,
  Queue,
  QueueEncryption,
  type QueueProps,
} from 'aws-cdk-lib/aws-sqs'
import type { Construct } from 'constructs'
import type { Stage } from '../../stages/stage.ts'
import { acceptFailureQueue } from '../nag/accepted-findings.ts'
import { removalPolicyOf } from '../storage/removal-policy.ts'

/** How often a worker gets a message or record before it goes to a failure queue. */
export const MAX_ATTEMPTS = 5

/**
 * A FIFO queue in high-throughput mode. Without it, all message groups share 300 calls a second; with it,
 * a queue in Mumbai takes 9,000. It costs nothing, and removes duplicates per message group:
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html
 */
const HIGH_THROUGHPUT_FIFO = {
  fifo: true,
  fifoThroughputLimit: FifoThroughputLimit.PER_MESSAGE_GROUP_ID,
  deduplicationScope: DeduplicationScope.MESSAGE_GROUP,
}

/** The queues from which workers read, and the queues for messages and records that workers could not handle. */
export interface WorkerQueues {
  /** FIFO queue of the MCQ attempts of all users, ordered per user. */
  readonly attempts: Queue
  /** Dead-letter queue of attempts that could not be recorded. */
  readonly failedAttempts: Queue
  /** Recoveries of passwords, each waiting for its SMS. A message contains an OTP. */
  readonly recoveries: Queue
  /** Recoveries that failed. */
  readonly failedRecoveries: Queue
  /** Deletions whose purge failed on the stream. The scheduled sweep purges them. */
  readonly failedPurges: Queue
}

/** Creates the queues. Do not change their ids: a new id creates a new, empty queue. */
export function createWorkerQueues(scope: Construct, stage: Stage): WorkerQueues {
  const common: QueueProps = {
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    removalPolicy: removalPolicyOf(stage),
  }
  const retentionPeriod = Duration.days(14)
  const failedAttempts = new Queue(scope, 'FailedMcqAttempts', {
    ...common,
    ...HIGH_THROUGHPUT_FIFO,
    retentionPeriod,
  })
  const attempts = new Queue(scope, 'McqAttempts', {
    ...common,
    ...HIGH_THROUGHPUT_FIFO,
    // Six times the worker's timeout, as AWS recommends.
    visibilityTimeout: Duration.seconds(150),
    deadLetterQueue: { queue: failedAttempts, maxReceiveCount: MAX_ATTEMPTS },
  })
  const failedPurges = new Queue(scope, 'FailedPurges', { ...common, retentionPeriod })
  acceptFailureQueue(failedPurges)
  return { attempts, failedAttempts, ...recoveryQueues(scope, stage, common), failedPurges }
}

/**
 * The queues of recoveries. A message contains an OTP, so both keep it no longer than the OTP lives. In a
 * standard queue a message keeps its age when it moves to the dead-letter queue; in a FIFO queue its age
 * starts again at zero.
 */
function recoveryQueues(scope: Construct, { settings }: Stage, common: QueueProps) {
  // The least that SQS accepts is a minute.
  const retentionPeriod = Duration.seconds(Math.max(60, Number(settings.otpSeconds)))
  const failedRecoveries = new Queue(scope, 'FailedRecoveries', { ...common, retentionPeriod })
  const recoveries = new Queue(scope, 'Recoveries', {
    ...common,
    retentionPeriod,
    // Just above the worker's timeout: six times as much, as AWS recommends, would outlast the OTP.
    visibilityTimeout: Duration.seconds(30),
    deadLetterQueue: { queue: failedRecoveries, maxReceiveCount: MAX_ATTEMPTS },
  })
  return { recoveries, failedRecoveries }
}
