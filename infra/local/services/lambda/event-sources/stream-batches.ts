import { randomUUID } from 'node:crypto'
import type { DynamoDBBatchResponse, DynamoDBRecord } from 'aws-lambda'
import type { StreamSource } from './describe-event-sources.ts'
import { failedIdentifiers, type PollerContext, pause } from './poller.ts'

const FIRST_PAUSE_MS = 200
const LONGEST_PAUSE_MS = 1000

/** Records of one shard, delivered to one function. */
export interface Batch {
  readonly shardId: string
  readonly records: readonly DynamoDBRecord[]
}

/**
 * Delivers a batch in order until the function has handled all of it. As the event source mapping says,
 * a failed batch is split in halves, retried, and at last reported to the on-failure queue.
 * Returns early, with undelivered records, when `signal` is aborted.
 */
export async function deliverBatch(
  source: StreamSource,
  { shardId, records }: Batch,
  context: PollerContext,
  signal: AbortSignal,
): Promise<void> {
  for (let attempt = 1; records.length > 0 && !signal.aborted; attempt++) {
    const handled = await countHandled(source, records, context.invoke)
    if (handled === records.length || signal.aborted) return
    const parts = split(records, handled, source.bisects)
    if (parts) {
      for (const part of parts) {
        await deliverBatch(source, { shardId, records: part }, context, signal)
      }
      return
    }
    if (attempt > source.retries) {
      return await giveUp(source, { shardId, records }, attempt, context)
    }
    await pause(Math.min(FIRST_PAUSE_MS * 2 ** (attempt - 1), LONGEST_PAUSE_MS), signal)
  }
}

/** Invokes the function and returns how many records it handled, counted from the first. */
async function countHandled(
  source: StreamSource,
  records: readonly DynamoDBRecord[],
  invoke: PollerContext['invoke'],
): Promise<number> {
  const numbers = records.map(sequenceNumberOf)
  try {
    const result = (await invoke({ Records: records })) as DynamoDBBatchResponse
    if (!source.reportsFailures) return records.length
    const failed = failedIdentifiers(result, numbers)
    const first = numbers.findIndex((number) => failed.has(number))
    return first < 0 ? records.length : first
  } catch {
    return 0
  }
}

/** Returns the smaller batches to continue with, or undefined to retry this batch unchanged. */
function split(records: readonly DynamoDBRecord[], handled: number, bisects: boolean) {
  if (handled > 0) return [records.slice(handled)]
  if (!bisects || records.length === 1) return
  const middle = Math.ceil(records.length / 2)
  return [records.slice(0, middle), records.slice(middle)]
}

async function giveUp(
  { onFailureQueueUrl, arn, functionArn }: StreamSource,
  { shardId, records }: Batch,
  attempts: number,
  { call, log }: PollerContext,
): Promise<void> {
  log(`Gave up on ${records.length} stream records after ${attempts} attempts`)
  const [first, last] = [records[0], records.at(-1)]
  if (!onFailureQueueUrl || !first || !last) return
  // As on AWS, the message has no contents of records: https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
  const MessageBody = JSON.stringify({
    requestContext: {
      requestId: randomUUID(),
      functionArn,
      condition: 'RetryAttemptsExhausted',
      approximateInvokeCount: attempts,
    },
    responseContext: {
      statusCode: 200,
      executedVersion: '$LATEST',
      functionError: 'Unhandled',
    },
    version: '1.0',
    timestamp: new Date().toISOString(),
    DDBStreamBatchInfo: {
      shardId,
      startSequenceNumber: sequenceNumberOf(first),
      endSequenceNumber: sequenceNumberOf(last),
      approximateArrivalOfFirstRecord: arrivalOf(first),
      approximateArrivalOfLastRecord: arrivalOf(last),
      batchSize: records.length,
      streamArn: arn,
    },
  })
  await call('AmazonSQS.SendMessage', { QueueUrl: onFailureQueueUrl, MessageBody })
}

function sequenceNumberOf({ dynamodb }: DynamoDBRecord): string {
  return dynamodb?.SequenceNumber ?? ''
}

function arrivalOf({ dynamodb }: DynamoDBRecord): string {
  return new Date((dynamodb?.ApproximateCreationDateTime ?? 0) * 1000).toISOString()
}
