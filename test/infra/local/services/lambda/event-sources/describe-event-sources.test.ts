import { expect, test } from 'vitest'
import { describeEventSources } from '../../../../../../infra/local/services/lambda/event-sources/describe-event-sources.ts'

const arnOf = (service: string, name: string) =>
  `arn:aws:${service}:ap-south-1:000000000000:${name}`
const queue = (name: string) => ({
  logicalId: name,
  name,
  type: 'AWS::SQS::Queue',
  ref: `http://127.0.0.1:1/000000000000/${name}`,
  arn: arnOf('sqs', name),
  properties: {},
})
const worker = {
  logicalId: 'Worker',
  name: 'stack-Worker',
  type: 'AWS::Lambda::Function',
  arn: arnOf('lambda', 'function:stack-Worker'),
  properties: {},
}
const streamArn = arnOf('dynamodb', 'table/Users/stream/2026-01-01T00:00:00.000')

function describeOne(properties: object) {
  const mapping = {
    logicalId: 'Mapping',
    name: 'Mapping',
    type: 'AWS::Lambda::EventSourceMapping',
    properties: { FunctionName: worker.name, ...properties },
  }
  return describeEventSources([mapping, worker, queue('attempts'), queue('failed')])[0]
}

test('reads a queue', () => {
  const source = describeOne({
    EventSourceArn: arnOf('sqs', 'attempts'),
    BatchSize: 5,
    FunctionResponseTypes: ['ReportBatchItemFailures'],
  })
  expect(source).toEqual({
    kind: 'queue',
    arn: arnOf('sqs', 'attempts'),
    queueUrl: queue('attempts').ref,
    functionName: worker.name,
    functionArn: worker.arn,
    batchSize: 5,
    reportsFailures: true,
    passes: expect.any(Function),
  })
})

test('leaves out a source that is not enabled', () => {
  const EventSourceArn = arnOf('sqs', 'attempts')
  expect(describeOne({ EventSourceArn, Enabled: false })).toBeUndefined()
  expect(describeOne({ EventSourceArn, Enabled: true })).toMatchObject({ kind: 'queue' })
})

test('reads the alias of a function as the function', () => {
  const FunctionName = `${worker.name}:live`
  const source = describeOne({ EventSourceArn: arnOf('sqs', 'attempts'), FunctionName })
  expect(source).toMatchObject({ functionName: worker.name, functionArn: worker.arn })
})

test('reads a stream', () => {
  const source = describeOne({
    EventSourceArn: streamArn,
    StartingPosition: 'TRIM_HORIZON',
    BatchSize: 10,
    MaximumRetryAttempts: 5,
    BisectBatchOnFunctionError: true,
    DestinationConfig: { OnFailure: { Destination: arnOf('sqs', 'failed') } },
  })
  expect(source).toMatchObject({
    kind: 'stream',
    arn: streamArn,
    retries: 5,
    bisects: true,
    reportsFailures: false,
    onFailureQueueUrl: queue('failed').ref,
  })
})

test.each([
  ['no limit', undefined, Number.POSITIVE_INFINITY],
  ['no limit', -1, Number.POSITIVE_INFINITY],
  ['no retries', 0, 0],
])('reads a stream with %s: %s', (_, MaximumRetryAttempts, retries) => {
  const stream = { EventSourceArn: streamArn, StartingPosition: 'TRIM_HORIZON' }
  expect(describeOne({ ...stream, MaximumRetryAttempts })).toMatchObject({
    retries,
    bisects: false,
  })
})

test.each([
  [
    'TumblingWindowInSeconds is not supported',
    { EventSourceArn: streamArn, TumblingWindowInSeconds: 1 },
  ],
  ['is neither a queue nor a stream', { EventSourceArn: arnOf('sqs', 'another') }],
  ['is neither a queue nor a stream', { EventSourceArn: streamArn, StartingPosition: 'LATEST' }],
  ['its function is not in the template', { EventSourceArn: streamArn, FunctionName: 'another' }],
])('refuses what cannot run locally: %s', (message, properties) => {
  expect(() => describeOne(properties)).toThrow(message)
})
