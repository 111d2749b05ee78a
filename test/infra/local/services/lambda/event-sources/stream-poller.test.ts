import { randomUUID } from 'node:crypto'
import type { DynamoDBRecord } from 'aws-lambda'
import { expect, test } from 'vitest'
import { openCheckpoints } from '../../../../../../infra/local/services/lambda/event-sources/checkpoints.ts'
import { readFilter } from '../../../../../../infra/local/services/lambda/event-sources/filter-criteria.ts'
import {
  arn,
  batches,
  dynamo,
  failAt,
  keyOf,
  keys,
  put,
  records,
  region,
  sqs,
  start,
  stop,
  TableName,
  useStreams,
} from './followed-stream.ts'

useStreams()

test('records that pass the filter arrive in order, as in Lambda’s event', async () => {
  const Pattern = JSON.stringify({
    eventName: ['INSERT'],
    dynamodb: { Keys: { pk: { S: [{ prefix: 'PURGE#' }] } } },
  })
  await put('PURGE#1', 'USER#1', 'PURGE#2')
  await dynamo.deleteItem({ TableName, Key: { pk: { S: 'PURGE#1' } } })
  start(() => undefined, { passes: readFilter({ Filters: [{ Pattern }] }) })
  await put('PURGE#3')
  await expect.poll(keys).toEqual(['PURGE#1', 'PURGE#2', 'PURGE#3'])
  expect(records[0]).toEqual({
    eventID: expect.any(String),
    eventName: 'INSERT',
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: region,
    eventSourceARN: arn,
    dynamodb: {
      ApproximateCreationDateTime: expect.any(Number),
      Keys: { pk: { S: 'PURGE#1' } },
      SequenceNumber: expect.any(String),
      SizeBytes: expect.any(Number),
      StreamViewType: 'KEYS_ONLY',
    },
  })
})

test('batches are at most as large as the mapping says', async () => {
  await put('1', '2', '3', '4', '5')
  start(() => undefined, { batchSize: 2 })
  await expect.poll(() => batches).toEqual([['1', '2'], ['3', '4'], ['5']])
})

test('continues from a record that is reported as failed', async () => {
  await put('1', '2', '3')
  let hasFailed = false
  start((_, given) => {
    if (hasFailed) return
    hasFailed = true
    return failAt('2', given)
  })
  await expect
    .poll(() => batches)
    .toEqual([
      ['1', '2', '3'],
      ['2', '3'],
    ])
})

test('a failed batch is halved until the failing record is alone, which is given up', async () => {
  const { QueueUrl = '' } = await sqs.createQueue({ QueueName: `failed-${randomUUID()}` })
  await put('1', 'poison', '3', '4')
  start(
    (given) => {
      if (given.includes('poison')) throw new Error('no')
      return undefined
    },
    { onFailureQueueUrl: QueueUrl },
  )
  await expect
    .poll(() => batches)
    .toEqual([
      ['1', 'poison', '3', '4'],
      ['1', 'poison'],
      ['1'],
      ['poison'],
      ['poison'],
      ['3', '4'],
    ])
  const { Messages = [] } = await sqs.receiveMessage({ QueueUrl, WaitTimeSeconds: 5 })
  const poison = records.find((record) => keyOf(record) === 'poison')
  expect(Messages.map(({ Body }) => JSON.parse(Body ?? ''))).toEqual([
    {
      version: '1.0',
      timestamp: expect.any(String),
      requestContext: {
        requestId: expect.any(String),
        functionArn: 'arn:aws:lambda:ap-south-1:000000000000:function:worker',
        condition: 'RetryAttemptsExhausted',
        approximateInvokeCount: 2,
      },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      DDBStreamBatchInfo: {
        shardId: expect.any(String),
        startSequenceNumber: poison?.dynamodb?.SequenceNumber,
        endSequenceNumber: poison?.dynamodb?.SequenceNumber,
        approximateArrivalOfFirstRecord: expect.any(String),
        approximateArrivalOfLastRecord: expect.any(String),
        batchSize: 1,
        streamArn: arn,
      },
    },
  ])
  await sqs.deleteQueue({ QueueUrl })
})

test('a batch that is not halved is retried as a whole', async () => {
  await put('1', '2')
  start(
    () => {
      throw new Error('no')
    },
    { bisects: false, retries: 2 },
  )
  await put('3')
  await expect.poll(() => batches.filter((batch) => batch.includes('1'))).toHaveLength(3)
  expect(new Set(batches.map(String)).size).toBeLessThanOrEqual(2)
})

test('a restart continues where the last run ended, also after records that the filter removed', async () => {
  const checkpoints = openCheckpoints()
  const passes = (record: object) => !keyOf(record as DynamoDBRecord).startsWith('-')
  await put('1', '-2')
  start(() => undefined, { passes }, checkpoints)
  await expect.poll(keys).toEqual(['1'])
  await stop()
  await put('3')
  start(() => undefined, { passes }, checkpoints)
  await expect.poll(keys).toEqual(['1', '3'])
  await stop()
  start(() => undefined, { passes })
  await expect.poll(keys).toEqual(['1', '3', '1', '3'])
})

test('stopping does not wait for retries', async () => {
  await put('1')
  start(
    () => {
      throw new Error('no')
    },
    { retries: Number.POSITIVE_INFINITY },
  )
  await expect.poll(() => batches.length).toBeGreaterThan(1)
  const started = performance.now()
  await stop()
  expect(performance.now() - started).toBeLessThan(1500)
  const tries = batches.length
  await put('2')
  expect(batches).toHaveLength(tries)
})
