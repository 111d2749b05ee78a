import {
  ConditionalCheckFailedException,
  DynamoDBServiceException,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb'
import {
  BatchGetCommand,
  DeleteCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactGetCommand,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { account, region, users } from '../../endpoint/endpoint-fixture.ts'
import { calls, orders, user, usersByPhone } from './calls.ts'
import { startDynamoDb } from './fixture.ts'

let local: Awaited<ReturnType<typeof startDynamoDb>>

beforeAll(async () => {
  local = await startDynamoDb()
}, 40_000)

afterAll(async () => await local.stop())

beforeEach(async () => {
  const Item = { id: { S: '1' }, phone: { S: '+910000000000' } }
  await local.operator.putItem({ TableName: 'Users', Item })
  await local.operator.putItem({ TableName: 'Orders', Item })
  local.grant()
  local.reports.length = 0
})

describe.each(calls)('a function with $grants', ({ grants, send }) => {
  test('can make the call that needs them', async () => {
    local.grant(...grants)
    await expect(send(local.client)).resolves.toMatchObject({ $metadata: { httpStatusCode: 200 } })
  })

  test.each(grants)('is denied without %s', async (missing) => {
    local.grant(...grants.filter((one) => one !== missing))
    const [action, resource] = missing.split(' ')
    await expect(send(local.client)).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: `User: arn:aws:sts::${account}:assumed-role/get-user/get-user is not authorized to perform: dynamodb:${action} on resource: ${resource} because no identity-based policy allows the dynamodb:${action} action`,
      $metadata: { httpStatusCode: 400, attempts: 1 },
    })
    expect(local.reports).toMatchObject([{ allowed: false, statusCode: 400 }])
  })
})

describe('a function', () => {
  test('reads its item', async () => {
    local.grant(`GetItem ${users}`)
    const { Item } = await local.client.send(new GetCommand(user))
    expect(Item).toEqual({ id: '1', phone: '+910000000000' })
  })

  test('with a grant on the index cannot query the table, nor the reverse', async () => {
    const query = (more: object) =>
      local.client.send(
        new QueryCommand({
          TableName: 'Users',
          ExpressionAttributeValues: { ':value': '1' },
          ...more,
        }),
      )
    const onTable = { KeyConditionExpression: 'id = :value' }
    const onIndex = { KeyConditionExpression: 'phone = :value', IndexName: 'by-phone' }
    local.grant(`Query ${usersByPhone}`)
    await expect(query(onTable)).rejects.toThrow(`on resource: ${users} because`)
    local.grant(`Query ${users}`)
    await expect(query(onIndex)).rejects.toThrow(`on resource: ${usersByPhone} because`)
  })

  test('can name the table by its ARN', async () => {
    const get = () => local.client.send(new GetCommand({ ...user, TableName: users }))
    await expect(get()).rejects.toThrow('not authorized')
    local.grant(`GetItem ${users}`)
    expect((await get()).Item).toMatchObject({ id: '1' })
  })

  test('can be limited to transactions by dynamodb:EnclosingOperation', async () => {
    const Condition = {
      'ForAnyValue:StringEquals': {
        'dynamodb:EnclosingOperation': ['TransactWriteItems', 'TransactGetItems'],
      },
    }
    const Statement = { Effect: 'Allow', Action: '*', Resource: '*', Condition } as const
    local.replacePolicies('get-user', [{ Statement }])
    await expect(local.client.send(new GetCommand(user))).rejects.toThrow('not authorized')
    const { Responses } = await local.client.send(
      new TransactGetCommand({ TransactItems: [{ Get: user }] }),
    )
    expect(Responses).toMatchObject([{ Item: { id: '1' } }])
  })

  test('in another region needs the table of that region', async () => {
    local.grant(`GetItem ${users}`)
    const elsewhere = local.clientOf('GETUSER', 'us-east-1')
    const call = elsewhere.getItem({ TableName: 'Users', Key: { id: { S: '1' } } })
    await expect(call).rejects.toThrow(users.replace(region, 'us-east-1'))
  })

  test('gets DynamoDB’s own error when it names no table', async () => {
    const call = local.client.send(new GetCommand({ ...user, TableName: undefined }))
    await expect(call).rejects.toMatchObject({ name: 'ValidationException' })
  })

  test('cannot make a call of an unknown operation', async () => {
    local.grant('* *')
    const call = local.clientOf('GETUSER').executeStatement({ Statement: 'SELECT * FROM Users' })
    await expect(call).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining('does not know the operation ExecuteStatement'),
    })
  })
})

describe('the operator', () => {
  test('can make every call, without a policy', async () => {
    const Key = { id: { S: '1' } }
    expect((await local.operator.getItem({ TableName: 'Users', Key })).Item).toMatchObject(Key)
    expect((await local.operator.listTables({})).TableNames).toEqual(['Orders', 'Users'])
    const { Items } = await local.operator.executeStatement({
      Statement: 'SELECT * FROM Users WHERE id = ?',
      Parameters: [{ S: '1' }],
    })
    expect(Items).toMatchObject([Key])
  })
})

test('an unknown key is refused with AWS’s error', async () => {
  await expect(local.clientOf('STRANGER').listTables({})).rejects.toMatchObject({
    name: 'UnrecognizedClientException',
    message: 'The security token included in the request is invalid.',
    $metadata: { httpStatusCode: 400, attempts: 1 },
  })
})

describe('an error of DynamoDB', () => {
  const condition = 'attribute_not_exists(id)'

  async function failureOf(call: Promise<unknown>): Promise<unknown> {
    return await call.then(
      () => undefined,
      (error: unknown) => error,
    )
  }

  test('reaches the SDK as a ConditionalCheckFailedException with the old item', async () => {
    local.grant(`PutItem ${users}`)
    const put = new PutCommand({
      TableName: 'Users',
      Item: { id: '1' },
      ConditionExpression: condition,
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    })
    const failure = await failureOf(local.client.send(put))
    expect(failure).toBeInstanceOf(ConditionalCheckFailedException)
    expect(failure).toMatchObject({ Item: { id: { S: '1' } } })
    expect(local.reports).toMatchObject([{ allowed: true, statusCode: 400 }])
  })

  test('reaches the SDK as a TransactionCanceledException with its reasons', async () => {
    local.grant(`PutItem ${users}`, `PutItem ${orders}`)
    const write = new TransactWriteCommand({
      TransactItems: [
        { Put: { TableName: 'Users', Item: { id: '7' } } },
        { Put: { TableName: 'Orders', Item: { id: '1' }, ConditionExpression: condition } },
      ],
    })
    const failure = await failureOf(local.client.send(write))
    expect(failure).toBeInstanceOf(TransactionCanceledException)
    expect(failure).toMatchObject({
      CancellationReasons: [{ Code: 'None' }, { Code: 'ConditionalCheckFailed' }],
    })
  })

  test('reaches the SDK as a ResourceNotFoundException for a missing table', async () => {
    local.grant('GetItem *')
    const failure = await failureOf(
      local.client.send(new GetCommand({ ...user, TableName: 'Nothing' })),
    )
    expect(failure).toBeInstanceOf(DynamoDBServiceException)
    expect(failure).toMatchObject({ name: 'ResourceNotFoundException' })
  })
})

test('the capacity of a call is reported, and is in the response only on request', async () => {
  const actions = ['PutItem', 'BatchGetItem', 'GetItem', 'DeleteItem']
  local.grant(...actions.map((action) => `${action} ${users}`))
  const put = { TableName: 'Users', Item: { id: '8' } }
  const withCapacity = await local.client.send(
    new PutCommand({ ...put, ReturnConsumedCapacity: 'TOTAL' }),
  )
  const RequestItems = { Users: { Keys: [{ id: '1' }, { id: '8' }] } }
  await local.client.send(new BatchGetCommand({ RequestItems, ReturnConsumedCapacity: 'TOTAL' }))
  const { $metadata, ...unasked } = await local.client.send(new GetCommand(user))
  await local.client.send(new DeleteCommand({ TableName: 'Users', Key: { id: '8' } }))
  expect(local.reports.map(({ consumedCapacity }) => consumedCapacity)).toEqual([1, 1, 0.5, 1])
  expect(withCapacity.ConsumedCapacity?.CapacityUnits).toBe(1)
  expect($metadata.httpStatusCode).toBe(200)
  expect(unasked).toEqual({ Item: expect.anything() })
})
