import { expect, test } from 'vitest'
import type { AwsCall } from '../../../../../infra/local/endpoint/aws-api.ts'
import { describeDynamoDbCall } from '../../../../../infra/local/services/dynamodb/needs.ts'

const tables = 'arn:aws:dynamodb:ap-south-1:000000000000:table'
const stream = `${tables}/Users/stream/2026-01-01T00:00:00.000`

function describeCall(target: string, body: unknown) {
  const call: AwsCall = {
    method: 'POST',
    path: '/',
    headers: { 'x-amz-target': target },
    rawHeaders: [],
    body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
    caller: { accessKeyId: 'KEY1', region: 'ap-south-1', service: 'dynamodb' },
    account: '000000000000',
    region: 'ap-south-1',
  }
  return describeDynamoDbCall(call)
}

/** Returns the needs of a call as `action resource`, without the service's prefix. */
function needsOf(target: string, body: unknown): string[] | undefined {
  return describeCall(target, body).needs?.map(
    ({ action, resource }) => `${action.replace('dynamodb:', '')} ${resource}`,
  )
}

test.each([
  'GetItem',
  'PutItem',
  'UpdateItem',
  'DeleteItem',
  'Query',
  'Scan',
  'CreateTable',
  'DescribeTable',
  'UpdateTable',
  'DeleteTable',
  'DescribeTimeToLive',
  'UpdateTimeToLive',
])('%s needs its own action on its table', (operation) => {
  const needs = needsOf(`DynamoDB_20120810.${operation}`, { TableName: 'Users' })
  expect(needs).toEqual([`${operation} ${tables}/Users`])
})

test.each(['Query', 'Scan'])('%s of an index needs it on the index, not the table', (operation) => {
  const body = { TableName: 'Users', IndexName: 'by-phone' }
  const needs = needsOf(`DynamoDB_20120810.${operation}`, body)
  expect(needs).toEqual([`${operation} ${tables}/Users/index/by-phone`])
})

test.each(['BatchGetItem', 'BatchWriteItem'])(
  '%s needs its own action on each table',
  (operation) => {
    const needs = needsOf(`DynamoDB_20120810.${operation}`, { RequestItems: { A: {}, B: [] } })
    expect(needs).toEqual([`${operation} ${tables}/A`, `${operation} ${tables}/B`])
  },
)

test('TransactWriteItems needs the action of each part once, with its EnclosingOperation', () => {
  const TransactItems = [
    { Put: { TableName: 'A' } },
    { Put: { TableName: 'A' } },
    { Put: { TableName: 'B' } },
    { Update: { TableName: 'A' } },
    { Delete: { TableName: 'A' } },
    { ConditionCheck: { TableName: 'A' } },
  ]
  const needs = [
    ['PutItem', 'A'],
    ['PutItem', 'B'],
    ['UpdateItem', 'A'],
    ['DeleteItem', 'A'],
    ['ConditionCheckItem', 'A'],
  ].map(([action, table]) => ({
    action: `dynamodb:${action}`,
    resource: `${tables}/${table}`,
    context: { 'dynamodb:EnclosingOperation': 'TransactWriteItems' },
  }))
  expect(describeCall('DynamoDB_20120810.TransactWriteItems', { TransactItems })).toEqual({
    operation: 'TransactWriteItems',
    needs,
  })
})

test('TransactGetItems needs GetItem', () => {
  const body = { TransactItems: [{ Get: { TableName: 'A' } }] }
  expect(describeCall('DynamoDB_20120810.TransactGetItems', body).needs).toEqual([
    {
      action: 'dynamodb:GetItem',
      resource: `${tables}/A`,
      context: { 'dynamodb:EnclosingOperation': 'TransactGetItems' },
    },
  ])
})

test.each([
  ['DynamoDB_20120810.ListTables', {}, `ListTables ${tables}/*`],
  ['DynamoDBStreams_20120810.ListStreams', {}, 'ListStreams *'],
  [
    'DynamoDBStreams_20120810.DescribeStream',
    { StreamArn: stream.replace('ap-south-1', 'ddblocal') },
    `DescribeStream ${stream}`,
  ],
  [
    'DynamoDBStreams_20120810.GetShardIterator',
    { StreamArn: stream },
    `GetShardIterator ${stream}`,
  ],
  [
    'DynamoDBStreams_20120810.GetRecords',
    { ShardIterator: `${stream.replace('ap-south-1', 'ddblocal')}|001|b3BhcXVl` },
    `GetRecords ${stream}`,
  ],
])('%s needs one permission', (target, body, need) => {
  expect(needsOf(target, body)).toEqual([need])
})

test('a table named by its ARN keeps that ARN', () => {
  const TableName = 'arn:aws:dynamodb:us-east-1:111111111111:table/Users'
  expect(needsOf('DynamoDB_20120810.GetItem', { TableName })).toEqual([`GetItem ${TableName}`])
})

test('a table name that is a number is read like the emulator reads it', () => {
  expect(needsOf('DynamoDB_20120810.GetItem', { TableName: 7 })).toEqual([`GetItem ${tables}/7`])
})

test.each([
  ['GetItem', {}],
  ['GetItem', null],
  ['GetItem', { TableName: null }],
  ['Query', { IndexName: 'by-phone' }],
  ['BatchGetItem', {}],
  ['TransactWriteItems', { TransactItems: [{}, null, 'x'] }],
  ['TransactWriteItems', { TransactItems: 'x' }],
])('%s of %j needs nothing, since DynamoDB refuses it', (operation, body) => {
  expect(needsOf(`DynamoDB_20120810.${operation}`, body)).toEqual([])
})

test.each([
  ['DynamoDB_20120810.ExecuteStatement', '{}', 'it does not know the operation ExecuteStatement'],
  ['', '{}', 'it does not know the operation '],
  ['DynamoDB_20120810.GetItem', '{"TableName":', 'the body of the call is not JSON'],
])('the needs of %j with the body %j are unknown', (target, body, problem) => {
  expect(describeCall(target, body)).toMatchObject({ problem })
})
