import { describe, expect, test } from 'vitest'
import { PermissionUse } from '../../../../infra/local/endpoint/permission-use.ts'
import type { PolicyDocument, Statement } from '../../../../infra/local/policies/policy.ts'
import {
  functionWith,
  post,
  signed,
  startEmulator,
  startEndpoint,
  users,
} from './endpoint-fixture.ts'

const setApart = [
  { policy: /^logs$/, actions: ['logs:PutLogEvents'] },
  { policy: /^tracing$/, actions: ['xray:PutTraceSegments'] },
]
const index = `${users}/index/*`
const logs = 'arn:aws:logs:ap-south-1:000000000000:log-group:x:*'

const allow = (
  Action: Statement['Action'],
  Resource: Statement['Resource'] = users,
): Statement => ({
  Effect: 'Allow',
  Action,
  Resource,
})

/** Makes calls of these operations on the table, or of these services, and returns the report. */
async function reportOf(policies: PolicyDocument[], calls: [service: string, operation: string][]) {
  const use = new PermissionUse(setApart)
  const emulator = await startEmulator((_, response) => response.end('{}'))
  const principal = functionWith(...policies)
  const endpoint = await startEndpoint(emulator, { KEY1: principal }, { onCall: use.record })
  for (const call of calls) await post(endpoint, signed('KEY1', ...call))
  const [report] = use.report([{ name: principal.functionName, policies }])
  return report
}

const get: [string, string] = ['dynamodb', 'GetItem']
const inUsers = (...Statement: Statement[]): PolicyDocument => ({ Id: 'usersTable', Statement })
const grant = (action: string, resource = users, policy = 'usersTable') => ({
  policy,
  action,
  resource,
})

describe('a grant', () => {
  test('is one action on one resource, used or unused', async () => {
    const policies = [inUsers(allow(['dynamodb:GetItem', 'dynamodb:PutItem'], [users, index]))]
    expect(await reportOf(policies, [get, get])).toEqual({
      name: 'get-user',
      used: [grant('dynamodb:GetItem')],
      unused: [
        grant('dynamodb:GetItem', index),
        grant('dynamodb:PutItem'),
        grant('dynamodb:PutItem', index),
      ],
      refused: [],
      setApart: [],
    })
  })

  test('is unused when an earlier statement allows the same', async () => {
    const again = allow('dynamodb:GetItem', '*')
    const report = await reportOf([inUsers(allow('dynamodb:GetItem'), again)], [get])
    expect(report).toMatchObject({ unused: [grant('dynamodb:GetItem', '*')] })
  })

  test('with a wildcard is unused, since the rest of it may not be needed', async () => {
    const report = await reportOf([inUsers(allow('dynamodb:Get*'))], [get])
    expect(report).toMatchObject({ used: [], unused: [grant('dynamodb:Get*')], refused: [] })
  })

  test('with NotResource is one grant', async () => {
    const but: Statement = {
      Effect: 'Allow',
      Action: 'dynamodb:GetItem',
      NotResource: ['arn:*:sns:*:*:*', index],
    }
    expect(await reportOf([inUsers(but)], [get])).toMatchObject({
      used: [grant('dynamodb:GetItem', `not arn:*:sns:*:*:*, ${index}`)],
      unused: [],
    })
  })

  test('is never a Deny', async () => {
    const deny: Statement = { Effect: 'Deny', Action: 'dynamodb:PutItem', Resource: '*' }
    expect(await reportOf([inUsers(allow('dynamodb:GetItem'), deny)], [get])).toMatchObject({
      used: [grant('dynamodb:GetItem')],
      unused: [],
    })
  })

  test('for logs, traces or an event source is set apart in their policies only', async () => {
    const traces = 'xray:PutTraceSegments'
    const polling = 'sqs:ReceiveMessage'
    const policies = [
      { Id: 'logs', Statement: [allow('logs:PutLogEvents', logs), allow('s3:GetObject', '*')] },
      { Id: 'tracing', Statement: allow(traces, '*') },
      { Id: 'RoleDefaultPolicy1', Statement: allow([polling, 'sqs:PurgeQueue'], '*') },
      inUsers(allow([polling, traces, 'logs:PutLogEvents'], '*')),
    ]
    expect(await reportOf(policies, [])).toMatchObject({
      setApart: [
        grant('logs:PutLogEvents', logs, 'logs'),
        grant(traces, '*', 'tracing'),
        grant(polling, '*', 'RoleDefaultPolicy1'),
      ],
      unused: [
        grant('s3:GetObject', '*', 'logs'),
        grant('sqs:PurgeQueue', '*', 'RoleDefaultPolicy1'),
        grant(polling, '*'),
        grant(traces, '*'),
        grant('logs:PutLogEvents', '*'),
      ],
    })
  })
})

describe('a refused call', () => {
  test('is reported with the missing permission and the number of calls', async () => {
    const put: [string, string] = ['dynamodb', 'PutItem']
    expect(await reportOf([inUsers(allow('dynamodb:GetItem'))], [get, put, put])).toMatchObject({
      used: [grant('dynamodb:GetItem')],
      refused: [{ action: 'dynamodb:PutItem', resource: users, times: 2 }],
    })
  })

  test('is reported also when its service or operation is unknown', async () => {
    const calls: [string, string][] = [
      ['lambda', 'Invoke'],
      ['dynamodb', 'RestoreTable'],
    ]
    expect(await reportOf([inUsers(allow('*', '*'))], calls)).toMatchObject({
      refused: [
        { action: 'lambda:(unknown)', resource: '(unknown)', times: 1 },
        { action: 'dynamodb:RestoreTable', resource: '(unknown)', times: 1 },
      ],
    })
  })
})
