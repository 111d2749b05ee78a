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
import { FUNCTION_TIMEOUT_SECONDS } from './function-timeout.ts'

/** How often a worker receives a message. After the last failure SQS moves it to the dead-letter queue. */
const MAX_RECEIVES = 5

/**
 * Settings of a FIFO queue in high-throughput mode. With this mode a queue in Mumbai takes 9,000 calls a second.
 * Without it, all message groups share 300. It costs nothing, and SQS then removes duplicates per message group:
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
  /** Password recoveries whose SMS is still to be sent. A message contains an OTP (one-time password). */
  readonly recoveries: Queue
  /** Dead-letter queue of recoveries whose SMS could not be sent. */
  readonly failedRecoveries: Queue
  /** Deleted accounts that the worker on the table's stream could not purge. The scheduled worker purges them. */
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
    visibilityTimeout: Duration.seconds(6 * FUNCTION_TIMEOUT_SECONDS),
    deadLetterQueue: { queue: failedAttempts, maxReceiveCount: MAX_RECEIVES },
  })
  const failedPurges = new Queue(scope, 'FailedPurges', { ...common, retentionPeriod })
  acceptFailureQueue(failedPurges)
  return { attempts, failedAttempts, ...recoveryQueues(scope, stage, common), failedPurges }
}

/**
 * Creates the queues of recoveries. A message contains an OTP, so both queues delete it when the OTP expires. In a
 * standard queue a message keeps its age when it moves to the dead-letter queue; in a FIFO queue its age
 * starts again at zero.
 */
function recoveryQueues(scope: Construct, { settings }: Stage, common: QueueProps) {
  const retentionPeriod = Duration.seconds(Number(settings.otpSeconds))
  const failedRecoveries = new Queue(scope, 'FailedRecoveries', { ...common, retentionPeriod })
  const recoveries = new Queue(scope, 'Recoveries', {
    ...common,
    retentionPeriod,
    // Just above the worker's timeout. After six times the timeout, which AWS recommends, retries would come too late for
    // the OTP.
    visibilityTimeout: Duration.seconds(FUNCTION_TIMEOUT_SECONDS + 5),
    deadLetterQueue: { queue: failedRecoveries, maxReceiveCount: MAX_RECEIVES },
  })
  return { recoveries, failedRecoveries }
}
