import { randomUUID } from 'node:crypto'
import { DynamoDB } from '@aws-sdk/client-dynamodb'
import { SQS } from '@aws-sdk/client-sqs'
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda'
import { afterEach, beforeEach } from 'vitest'
import { createAwsClient } from '../../../../../../infra/local/endpoint/aws-client.ts'
import {
  type Checkpoints,
  openCheckpoints,
} from '../../../../../../infra/local/services/lambda/event-sources/checkpoints.ts'
import type { StreamSource } from '../../../../../../infra/local/services/lambda/event-sources/describe-event-sources.ts'
import type { Poller } from '../../../../../../infra/local/services/lambda/event-sources/poller.ts'
import { startStreamPoller } from '../../../../../../infra/local/services/lambda/event-sources/stream-poller.ts'
import { operatorAt } from '../../../../../support/operator.ts'
import { stack } from '../../../../../support/stack.ts'

const options = operatorAt(stack.awsEndpointUrl)
export const { region } = options
export const dynamo = new DynamoDB(options)
export const sqs = new SQS(options)

/** The table of a test, and its stream. */
export let TableName: string
export let arn: string
/** What the function got: the keys of each batch, and all records. */
export const batches: string[][] = []
export const records: DynamoDBRecord[] = []
let poller: Poller | undefined

/** Makes a table with a stream for each test of a file. */
export function useStreams(): void {
  beforeEach(async () => {
    TableName = `streamed-${randomUUID()}`
    batches.length = 0
    records.length = 0
    const { TableDescription } = await dynamo.createTable({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' },
    })
    arn = (TableDescription?.LatestStreamArn ?? '').replace('ddblocal', region)
  })
  afterEach(async () => {
    await stop()
    await dynamo.deleteTable({ TableName })
  })
}

/** Puts items with these keys. */
export async function put(...keys: string[]) {
  for (const pk of keys) await dynamo.putItem({ TableName, Item: { pk: { S: pk } } })
}

/** The key of the item that a record is about. */
export const keyOf = ({ dynamodb }: DynamoDBRecord) => dynamodb?.Keys?.pk?.S ?? ''
/** The keys that the function got. */
export const keys = () => batches.flat()

/** Starts the poller with a function, whose errors are failures. */
export function start(
  handler: (keys: string[], records: DynamoDBRecord[]) => DynamoDBBatchResponse | undefined,
  more: Partial<StreamSource> = {},
  checkpoints: Checkpoints = openCheckpoints(),
) {
  const source: StreamSource = {
    kind: 'stream',
    functionName: 'worker',
    functionArn: 'arn:aws:lambda:ap-south-1:000000000000:function:worker',
    arn,
    batchSize: 10,
    reportsFailures: true,
    retries: 1,
    bisects: true,
    passes: () => true,
    ...more,
  }
  const call = createAwsClient({ endpointUrl: stack.awsEndpointUrl, region, accessKeyId: 'local' })
  poller = startStreamPoller(source, checkpoints, {
    call,
    // biome-ignore lint/suspicious/useAwait: an error of the handler must reject.
    invoke: async (event) => {
      const { Records } = event as DynamoDBStreamEvent
      records.push(...Records)
      batches.push(Records.map(keyOf))
      return handler(Records.map(keyOf), Records)
    },
    log: () => undefined,
  })
}

/** The result of a function that failed on one key. */
export function failAt(failing: string, of: DynamoDBRecord[]): DynamoDBBatchResponse {
  const failed = of.filter((record) => keyOf(record) === failing)
  return {
    batchItemFailures: failed.map(({ dynamodb }) => ({
      itemIdentifier: dynamodb?.SequenceNumber ?? '',
    })),
  }
}

/** Stops the poller. */
export async function stop() {
  await poller?.stop()
}
