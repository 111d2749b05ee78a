import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib'
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb'
import { Rule, Schedule } from 'aws-cdk-lib/aws-events'
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets'
import { FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda'
import { DynamoEventSource, SqsDlq, SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources'
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import type { LoadedWorker } from '../../functions/load-functions.ts'
import { ContractFunction } from './contract-function.ts'
import type { FunctionContext } from './function-context.ts'

/** What the workers are built from. */
export interface WorkersProps extends FunctionContext {
  readonly workers: readonly LoadedWorker[]
  readonly usersTable: TableV2
}

const RETRIES = 5

/** The workers, each behind its event source, and what they failed on behind them. */
export class Workers extends Construct {
  /** The MCQ attempts of all users, in order per user. */
  readonly attemptsQueue: Queue
  /** Attempts that could not be recorded. */
  readonly failedAttempts: Queue
  /** Deletions whose purge the stream gave up; the sweep takes them from there. */
  readonly failedPurges: Queue

  constructor(scope: Construct, id: string, { workers, ...props }: WorkersProps) {
    super(scope, id)
    const queue = {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      removalPolicy: props.stage.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    }
    const kept = { ...queue, retentionPeriod: Duration.days(14) }
    this.failedAttempts = new Queue(this, 'FailedMcqAttempts', { ...kept, fifo: true })
    this.attemptsQueue = new Queue(this, 'McqAttempts', {
      ...queue,
      fifo: true,
      // Six times the worker's time-out, as AWS recommends.
      visibilityTimeout: Duration.seconds(150),
      deadLetterQueue: { queue: this.failedAttempts, maxReceiveCount: RETRIES },
    })
    this.failedPurges = new Queue(this, 'FailedPurges', kept)
    Validations.of(this.failedPurges).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason:
        'It is itself where the stream puts what it gave up, which the rule cannot see. Nothing consumes it but an operator.',
    })
    for (const loaded of workers) {
      const wokenBy = `a ${loaded.wokenBy}`
      const { invoked } = new ContractFunction(this, loaded.id, { ...props, loaded, wokenBy })
      switch (loaded.wokenBy) {
        case 'queue':
          invoked.addEventSource(
            new SqsEventSource(this.attemptsQueue, {
              batchSize: 10,
              reportBatchItemFailures: true,
            }),
          )
          break
        case 'stream':
          invoked.addEventSource(
            new DynamoEventSource(props.usersTable, {
              startingPosition: StartingPosition.TRIM_HORIZON,
              batchSize: 10,
              retryAttempts: RETRIES,
              bisectBatchOnError: true,
              reportBatchItemFailures: true,
              onFailure: new SqsDlq(this.failedPurges),
              filters: [insertionOf(loaded)],
            }),
          )
          break
        case 'schedule':
          new Rule(this, `${loaded.id}Rule`, {
            schedule: Schedule.rate(Duration.minutes(loaded.contract.everyMinutes ?? 15)),
            targets: [new LambdaTarget(invoked, { retryAttempts: 2 })],
          })
      }
    }
  }
}

function insertionOf({ contract }: LoadedWorker) {
  return FilterCriteria.filter({
    eventName: FilterRule.isEqual('INSERT'),
    dynamodb: { Keys: { pk: { S: FilterRule.beginsWith(contract.keyPrefix ?? '') } } },
  })
}
