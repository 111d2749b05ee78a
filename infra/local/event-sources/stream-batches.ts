import { randomUUID } from 'node:crypto'
import type { DynamoDBBatchResponse, DynamoDBRecord } from 'aws-lambda'
import type { StreamSource } from './describe-event-sources.ts'
import { failedOf, type PollerSurroundings, pause } from './poller.ts'

const FIRST_PAUSE_MS = 200
const LONGEST_PAUSE_MS = 1000

/** Records of one shard, delivered to one function. */
export interface Batch {
  readonly shardId: string
  readonly records: readonly DynamoDBRecord[]
}

/**
 * Delivers a batch until the function has taken all of it, in order. What fails is halved where the
 * mapping says so, tried again as often as it says, and then told to the on-failure queue.
 * Returns early, with records undelivered, when `signal` is aborted.
 */
export async function deliverBatch(
  source: StreamSource,
  { shardId, records }: Batch,
  context: PollerSurroundings,
  signal: AbortSignal,
): Promise<void> {
  for (let tries = 1; records.length > 0 && !signal.aborted; tries++) {
    const taken = await countTaken(source, records, context.invoke)
    if (taken === records.length || signal.aborted) return
    const parts = split(records, taken, source.bisects)
    if (parts) {
      for (const part of parts) {
        await deliverBatch(source, { shardId, records: part }, context, signal)
      }
      return
    }
    if (tries > source.retries) return await giveUp(source, { shardId, records }, tries, context)
    await pause(Math.min(FIRST_PAUSE_MS * 2 ** (tries - 1), LONGEST_PAUSE_MS), signal)
  }
}

/** How many records from the start on the function has dealt with. */
async function countTaken(
  source: StreamSource,
  records: readonly DynamoDBRecord[],
  invoke: PollerSurroundings['invoke'],
): Promise<number> {
  const numbers = records.map(sequenceNumberOf)
  try {
    const answer = (await invoke({ Records: records })) as DynamoDBBatchResponse
    if (!source.reportsFailures) return records.length
    const failed = failedOf(answer, numbers)
    const first = numbers.findIndex((number) => failed.has(number))
    return first < 0 ? records.length : first
  } catch {
    return 0
  }
}

/** The smaller batches to go on with; undefined when this one is to be tried again as it is. */
function split(records: readonly DynamoDBRecord[], taken: number, bisects: boolean) {
  if (taken > 0) return [records.slice(taken)]
  if (!bisects || records.length === 1) return
  const middle = Math.ceil(records.length / 2)
  return [records.slice(0, middle), records.slice(middle)]
}

async function giveUp(
  { onFailureQueueUrl, arn, functionArn }: StreamSource,
  { shardId, records }: Batch,
  tries: number,
  { call, log }: PollerSurroundings,
): Promise<void> {
  log(`${records.length} stream records were given up after ${tries} tries`)
  const [first, last] = [records[0], records.at(-1)]
  if (!onFailureQueueUrl || !first || !last) return
  // No record's content: https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
  const MessageBody = JSON.stringify({
    requestContext: {
      requestId: randomUUID(),
      functionArn,
      condition: 'RetryAttemptsExhausted',
      approximateInvokeCount: tries,
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
