import { expect, test } from 'vitest'
import type { ResourceEvent } from './cdk.ts'
import { countOf, toResourceTable } from './resource-table.ts'

const TABLE = 'AWS::DynamoDB::Table'
const QUEUE = 'AWS::SQS::Queue'
const CUSTOM = 'AWS::CloudFormation::CustomResource'

function created(logicalId: string, type: string, status = 'CREATE_COMPLETE'): ResourceEvent {
  return { logicalId, type, status } as ResourceEvent
}

test('resources are counted by type, each once, without the stack itself', () => {
  const dev = [
    created('Users', TABLE),
    created('Users', TABLE),
    created('Otps', TABLE),
    created('Dlq', QUEUE, 'CREATE_FAILED'),
    created('dev', 'AWS::CloudFormation::Stack'),
  ]
  const prod = [created('Dlq', QUEUE)]
  expect(toResourceTable({ events: dev, stubs: [] }, { events: prod, stubs: [] })).toEqual([
    { type: TABLE, dev: 2, prod: 0, stubs: 0, why: '' },
    { type: QUEUE, dev: 0, prod: 1, stubs: 0, why: '' },
  ])
})

test('a stub is counted as the type that it replaces, and each reason is named once', () => {
  const stubs = ['A', 'B'].map((logicalId) => ({ logicalId, type: TABLE, why: 'no global tables' }))
  const events = [created('A', CUSTOM), created('B', CUSTOM), created('C', TABLE)]
  const queue = created('Dlq', QUEUE)
  const other = { logicalId: 'D', type: TABLE, why: 'no replicas' }
  const prod = { events: [created('D', CUSTOM)], stubs: [other] }
  expect(toResourceTable({ events: [...events, queue], stubs }, prod)).toEqual([
    { type: TABLE, dev: 3, prod: 1, stubs: 3, why: 'no global tables; no replicas' },
    { type: QUEUE, dev: 1, prod: 0, stubs: 0, why: '' },
  ])
})

test('resources that have reached a status are counted', () => {
  const events = [created('A', TABLE), created('A', TABLE), created('B', TABLE, 'DELETE_COMPLETE')]
  expect(countOf(events, 'CREATE_COMPLETE')).toBe(1)
  expect(countOf(events, 'UPDATE_COMPLETE')).toBe(0)
})
