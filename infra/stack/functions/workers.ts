import { Duration } from 'aws-cdk-lib'
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb'
import { Rule, Schedule } from 'aws-cdk-lib/aws-events'
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets'
import { FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda'
import { DynamoEventSource, SqsDlq, SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources'
import { Construct } from 'constructs'
import type { LoadedWorker } from '../../functions/load-functions.ts'
import type { Stage } from '../../stages/stage.ts'
import { ContractFunction } from './contract-function.ts'
import type { FunctionContext } from './function-context.ts'
import { createWorkerQueues, type WorkerQueues } from './worker-queues.ts'

/** How often a worker gets records of a stream again after it failed. Then Lambda sends them to the failure queue. */
const MAX_STREAM_RETRIES = 5

/**
 * The most environments that a queue keeps busy. A backlog must leave most of the account's 1,000 concurrent
 * executions to the API.
 */
const MAX_QUEUE_CONCURRENCY = 100

/** The workers to add, and the table whose stream triggers some of them. */
export interface AddedWorkers extends FunctionContext {
  readonly workers: readonly LoadedWorker[]
  readonly usersTable: TableV2
}

/** The functions of functions/workers/ with their event sources and queues. */
export class Workers extends Construct {
  readonly queues: WorkerQueues

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id)
    this.queues = createWorkerQueues(this, stage)
  }

  /** Adds the functions. The constructor cannot do this, because their contracts name queues that it creates. */
  addWorkers({ workers, usersTable, ...context }: AddedWorkers): void {
    for (const loaded of workers) {
      const trigger = `a ${loaded.trigger}`
      const { invoked } = new ContractFunction(this, loaded.id, { ...context, loaded, trigger })
      switch (loaded.trigger) {
        case 'queue':
          invoked.addEventSource(this.#queueSource(loaded.contract.queue))
          break
        case 'stream':
          invoked.addEventSource(this.#streamSource(usersTable, loaded.contract.keyPrefix))
          break
        case 'schedule':
          new Rule(this, `${loaded.id}Rule`, {
            schedule: Schedule.rate(Duration.minutes(loaded.contract.everyMinutes)),
            targets: [new LambdaTarget(invoked, { retryAttempts: 2 })],
          })
      }
    }
  }

  #queueSource(queue: keyof WorkerQueues): SqsEventSource {
    return new SqsEventSource(this.queues[queue], {
      batchSize: 10,
      maxConcurrency: MAX_QUEUE_CONCURRENCY,
      reportBatchItemFailures: true,
    })
  }

  /** An event source with the new items of the table whose key starts with the worker's prefix. */
  #streamSource(table: TableV2, keyPrefix: string): DynamoEventSource {
    const insertions = FilterCriteria.filter({
      eventName: FilterRule.isEqual('INSERT'),
      dynamodb: { Keys: { pk: { S: FilterRule.beginsWith(keyPrefix) } } },
    })
    return new DynamoEventSource(table, {
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 10,
      retryAttempts: MAX_STREAM_RETRIES,
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      onFailure: new SqsDlq(this.queues.failedPurges),
      filters: [insertions],
    })
  }
}
