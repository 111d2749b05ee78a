import { randomUUID } from 'node:crypto'
import { PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb'
import { beforeAll, expect, test } from 'vitest'
import {
  queryPage,
  queryPages,
  type ReadPage,
  scanPage,
  scanPages,
} from '../../../shared/aws/read-pages.ts'
import { recordCalls } from '../../support/recorded-calls.ts'
import { stack, tables } from '../../support/stack.ts'

const pk = `USER#${randomUUID()}`
const items = ['a', 'b', 'c'].map((sk, index) => ({ pk, sk, count: index }))
const TableName = stack.otpsTableName
const query = {
  TableName,
  KeyConditionExpression: 'pk = :pk',
  ExpressionAttributeValues: { ':pk': pk },
  ConsistentRead: true,
}
const filtered = {
  TableName,
  FilterExpression: 'pk = :pk',
  ExpressionAttributeValues: { ':pk': pk },
  ConsistentRead: true,
}

beforeAll(async () => {
  for (const Item of items) await tables.send(new PutCommand({ TableName, Item }))
})

async function allOf(pages: AsyncIterable<ReadPage['items']>): Promise<ReadPage['items']> {
  const all: ReadPage['items'] = []
  for await (const page of pages) all.push(...page)
  return all
}

test('a page of a query says where the next one starts', async () => {
  const first = await queryPage({ ...query, Limit: 2 })
  expect(first).toEqual({ items: items.slice(0, 2), next: { pk, sk: 'b' } })
  const second = await queryPage({ ...query, Limit: 2, ExclusiveStartKey: first.next })
  expect(second).toEqual({ items: items.slice(2), next: undefined })
})

test('all pages of a query are read once, in order', async () => {
  const calls = await recordCalls(async () => {
    expect(await allOf(queryPages({ ...query, Limit: 2 }))).toEqual(items)
  })
  expect(calls).toEqual(['QueryCommand', 'QueryCommand'])
})

test('all pages of a scan are read', async () => {
  // The table has the items of other test files too. With at most half of all items in a page, there are at least two pages.
  const { Count = 0 } = await tables.send(new ScanCommand({ TableName, Select: 'COUNT' }))
  const calls = await recordCalls(async () => {
    expect(await allOf(scanPages({ ...filtered, Limit: Math.ceil(Count / 2) }))).toEqual(items)
  })
  expect(calls.length).toBeGreaterThan(1)
  expect((await scanPage({ ...filtered, Limit: 1 })).next).toEqual({
    pk: expect.any(String),
    sk: expect.any(String),
  })
})

test('no further page is read when the reader stops', async () => {
  const calls = await recordCalls(async () => {
    for await (const page of queryPages({ ...query, Limit: 1 })) {
      expect(page).toEqual(items.slice(0, 1))
      break
    }
  })
  expect(calls).toEqual(['QueryCommand'])
})
