import { expect, test } from 'vitest'
import type { FunctionPermissions } from '../../../infra/local/endpoint/permission-use.ts'
import {
  describePermissions,
  isLeastPrivilege,
  totalsOf,
} from '../../../infra/ops/describe-permissions.ts'

const grant = (action: string) => ({ policy: 'usersTable', action, resource: 'table/Users' })
const sound: FunctionPermissions = {
  name: 'me',
  used: [grant('dynamodb:GetItem')],
  unused: [],
  refused: [],
  setApart: [grant('logs:PutLogEvents'), grant('logs:CreateLogStream')],
}
const unsound: FunctionPermissions = {
  name: 'register',
  used: [],
  unused: [grant('dynamodb:PutItem'), grant('dynamodb:Scan')],
  refused: [{ action: 'sns:Publish', resource: '+919876543210', times: 3 }],
  setApart: [],
}

test('permissions are least when none is unused and none was refused', () => {
  expect(isLeastPrivilege([sound])).toBe(true)
  expect(isLeastPrivilege([sound, { ...sound, unused: unsound.unused }])).toBe(false)
  expect(isLeastPrivilege([{ ...sound, refused: unsound.refused }])).toBe(false)
})

test('the report lists what is wrong below its function, then the totals', () => {
  expect(describePermissions([sound, unsound])).toEqual([
    'me        1 of 1 used',
    'register  0 of 2 used',
    '  unused   dynamodb:PutItem on table/Users (policy usersTable)',
    '  unused   dynamodb:Scan on table/Users (policy usersTable)',
    '  refused  sns:Publish on +919876543210, 3 times',
    '',
    'Grants of 2 functions: 1 used, 2 unused. Permissions refused: 1.',
    'Not exercised through the endpoint: logs, tracing, event sources (2).',
  ])
  expect(totalsOf([sound, unsound])).toEqual({
    functions: 2,
    used: 1,
    unused: 2,
    refused: 1,
    setApart: 2,
  })
})
