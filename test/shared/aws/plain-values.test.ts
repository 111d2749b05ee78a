import type { QueryCommandInput } from '@aws-sdk/client-dynamodb'
import { expect, test } from 'vitest'
import { toAttributes, toInput, toValues } from '../../../shared/aws/plain-values.ts'

test('keys, items and values of an input are converted, all else is kept', () => {
  const query = {
    TableName: 'users',
    ExpressionAttributeNames: { '#id': 'id' },
    ExpressionAttributeValues: { ':pk': 'USER#1', ':count': 2 },
    ExclusiveStartKey: { pk: 'USER#1' },
    Limit: 5,
  }
  expect(toInput<QueryCommandInput>(query)).toEqual({
    TableName: 'users',
    ExpressionAttributeNames: { '#id': 'id' },
    ExpressionAttributeValues: { ':pk': { S: 'USER#1' }, ':count': { N: '2' } },
    ExclusiveStartKey: { pk: { S: 'USER#1' } },
    Limit: 5,
  })
  expect(toInput({ Key: { pk: 'a' }, Item: { pk: 'b' } })).toEqual({
    Key: { pk: { S: 'a' } },
    Item: { pk: { S: 'b' } },
  })
})

test('an input is not changed itself', () => {
  const input = { Key: { pk: 'a' } }
  toInput(input)
  expect(input).toEqual({ Key: { pk: 'a' } })
})

test('an item is the same after it was converted there and back, without what is undefined', () => {
  const item = {
    pk: 'USER#1',
    points: 0,
    isPhoneValidated: false,
    name: null,
    sessions: { a: { createdAt: 1_795_366_541_000, network: undefined } },
    sent: [1, 2],
    values: new Set(['a', 'b']),
    absent: undefined,
  }
  const { absent, ...stored } = item
  const sessions = { a: { createdAt: 1_795_366_541_000 } }
  expect(toValues(toAttributes(item))).toStrictEqual({ ...stored, sessions })
})
