import { Match, type Template } from 'aws-cdk-lib/assertions'
import { beforeAll, expect, test } from 'vitest'
import { loadFunctions } from '../../../../infra/functions/load-functions.ts'
import { templateOf } from '../../../support/synthesize-stage.ts'

const { workers } = await loadFunctions()
let template: Template

beforeAll(async () => {
  template = await templateOf('dev')
})

test.each(workers)(
  '$file may do what its contract names, write its log and send its traces, no more',
  (loaded) => {
    const roles = Object.entries(template.findResources('AWS::IAM::Role'))
    const [, role] = roles.find(([id]) => id.startsWith(`Workers${loaded.id}Role`)) ?? []
    const granted = role?.Properties.Policies.map(
      ({ PolicyName }: { PolicyName: string }) => PolicyName,
    )
    const used = Object.keys(loaded.contract.uses).map((name) => name.replace('/', '-'))
    expect(granted.sort()).toEqual(['logs', 'tracing', ...used].sort())
    expect(role?.Properties.ManagedPolicyArns).toBeUndefined()
  },
)

test('attempts come from a FIFO queue with partial batch responses and a dead-letter queue', () => {
  template.hasResourceProperties('AWS::SQS::Queue', {
    FifoQueue: true,
    VisibilityTimeout: 150,
    RedrivePolicy: { maxReceiveCount: 5, deadLetterTargetArn: Match.anyValue() },
  })
  template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
    BatchSize: 10,
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    EventSourceArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('McqAttempts'), 'Arn'] },
  })
})

test('a backlog in a queue leaves most of the account’s concurrency to the API', () => {
  const sources = Object.values(template.findResources('AWS::Lambda::EventSourceMapping'))
  const ofQueues = sources.filter(({ Properties }) => !Properties.StartingPosition)
  expect(ofQueues).toHaveLength(2)
  for (const { Properties } of ofQueues) {
    expect(Properties.ScalingConfig).toEqual({ MaximumConcurrency: 100 })
  }
})

test('both FIFO queues are in high-throughput mode, per message group', () => {
  const fifo = template.findResources('AWS::SQS::Queue', { Properties: { FifoQueue: true } })
  expect(Object.values(fifo)).toHaveLength(2)
  for (const { Properties } of Object.values(fifo)) {
    expect(Properties).toMatchObject({
      FifoThroughputLimit: 'perMessageGroupId',
      DeduplicationScope: 'messageGroup',
    })
  }
})

test('only tombstones trigger the purge, and failures go to a queue', () => {
  template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
    EventSourceArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('UsersTable'), 'StreamArn'] },
    StartingPosition: 'TRIM_HORIZON',
    BisectBatchOnFunctionError: true,
    MaximumRetryAttempts: 5,
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    FilterCriteria: {
      Filters: [
        {
          Pattern: JSON.stringify({
            eventName: ['INSERT'],
            dynamodb: { Keys: { pk: { S: [{ prefix: 'PURGE#' }] } } },
          }),
        },
      ],
    },
    DestinationConfig: {
      OnFailure: { Destination: { 'Fn::GetAtt': [Match.stringLikeRegexp('FailedPurges'), 'Arn'] } },
    },
  })
})

test('the sweep runs every five minutes', () => {
  template.hasResourceProperties('AWS::Events::Rule', { ScheduleExpression: 'rate(5 minutes)' })
})

test('queues are encrypted and refuse requests without TLS', () => {
  template.allResourcesProperties('AWS::SQS::Queue', { SqsManagedSseEnabled: true })
  template.resourceCountIs('AWS::SQS::QueuePolicy', 5)
  template.allResourcesProperties('AWS::SQS::QueuePolicy', {
    PolicyDocument: {
      Statement: Match.arrayWith([
        Match.objectLike({
          Effect: 'Deny',
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        }),
      ]),
    },
  })
})

test('failed attempts and purges are kept for 14 days', () => {
  const kept = template.findResources('AWS::SQS::Queue', {
    Properties: { MessageRetentionPeriod: 14 * 24 * 3600 },
  })
  expect(Object.keys(kept).map((id) => /Failed[A-Za-z]+?(?=[\dA-F]{8}$)/.exec(id)?.[0])).toEqual([
    'FailedMcqAttempts',
    'FailedPurges',
  ])
})

test('standard queues keep recoveries only until their OTP expires', () => {
  const kept = template.findResources('AWS::SQS::Queue', {
    Properties: { MessageRetentionPeriod: 5 * 60, FifoQueue: Match.absent() },
  })
  expect(Object.keys(kept).map((id) => /[A-Za-z]+?(?=[\dA-F]{8}$)/.exec(id)?.[0])).toEqual([
    'WorkersFailedRecoveries',
    'WorkersRecoveries',
  ])
  const [, { Properties } = { Properties: {} }] = Object.values(kept)
  expect(Properties.RedrivePolicy.deadLetterTargetArn['Fn::GetAtt'][0]).toContain(
    'FailedRecoveries',
  )
  // The last delivery of a message has failed before the message expires.
  const { maxReceiveCount } = Properties.RedrivePolicy
  expect(maxReceiveCount * Properties.VisibilityTimeout).toBeLessThan(5 * 60)
  template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
    EventSourceArn: { 'Fn::GetAtt': [Object.keys(kept)[1], 'Arn'] },
    FunctionResponseTypes: ['ReportBatchItemFailures'],
  })
})
