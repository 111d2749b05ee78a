import { expect, test } from 'vitest'
import { createLabels } from '../../../../infra/local/console/labels.ts'
import type { CallReport } from '../../../../infra/local/endpoint/aws-endpoint.ts'

const outputs = {
  UsersTableName: 'stack-Users',
  PicturesBucketName: 'stack-pictures',
  McqAttemptsQueueUrl: 'http://127.0.0.1:1/000000000000/stack-attempts.fifo',
  ApiUrl: 'http://127.0.0.1:2',
}
const { functionOf, targetsOf } = createLabels({
  stackName: 'stack',
  resources: [],
  outputs,
  toLabel: (logicalId) => logicalId.toUpperCase(),
})

function targets(...needs: readonly (readonly [action: string, resource: string])[]) {
  return targetsOf({
    needs: needs.map(([action, resource]) => ({ action, resource })),
  } as unknown as CallReport)
}

test('a resource with an output has the name of the output', () => {
  const table = 'arn:aws:dynamodb:ap-south-1:000000000000:table/stack-Users'
  expect(targets(['dynamodb:GetItem', table])).toEqual(['Users'])
  expect(targets(['dynamodb:Query', `${table}/index/by-phone`])).toEqual(['Users'])
  expect(targets(['s3:PutObject', 'arn:aws:s3:::stack-pictures/a.png'])).toEqual(['Pictures'])
  const queue = 'arn:aws:sqs:ap-south-1:000000000000:stack-attempts.fifo'
  expect(targets(['sqs:SendMessage', queue])).toEqual(['McqAttempts'])
})

test('a resource without an output has its logical id', () => {
  const queue = 'arn:aws:sqs:ap-south-1:000000000000:stack-FailedPurges0CA1AAAB'
  expect(targets(['sqs:SendMessage', queue])).toEqual(['FailedPurges'])
})

test('an SMS has no phone number', () => {
  expect(targets(['sns:Publish', '+919876543210'])).toEqual(['SMS'])
})

test('a target of several permissions is named once', () => {
  const table = 'arn:aws:dynamodb:ap-south-1:000000000000:table/stack-Users'
  expect(targets(['dynamodb:PutItem', table], ['dynamodb:UpdateItem', table])).toEqual(['Users'])
})

test('a function without a route has its shortened logical id', () => {
  expect(functionOf('stack-SweepPurges12345678')).toBe('SWEEPPURGES')
})
