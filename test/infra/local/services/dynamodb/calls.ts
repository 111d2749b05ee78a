import {
  BatchGetCommand,
  BatchWriteCommand,
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  TransactGetCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb'
import { account, region, users } from '../../endpoint/endpoint-fixture.ts'

export const orders = `arn:aws:dynamodb:${region}:${account}:table/Orders`
export const usersByPhone = `${users}/index/by-phone`

interface GrantedCall {
  readonly grants: readonly string[]
  readonly send: (client: DynamoDBDocumentClient) => Promise<unknown>
}

/** The item in both tables before every test. */
export const user = { TableName: 'Users', Key: { id: '1' } }
const where = {
  KeyConditionExpression: 'phone = :phone',
  ExpressionAttributeValues: { ':phone': '+910000000000' },
}

/** Calls, each with the grants that it needs, as `Action resource`. */
export const calls: readonly GrantedCall[] = [
  {
    grants: [`GetItem ${users}`],
    send: (client: DynamoDBDocumentClient) => client.send(new GetCommand(user)),
  },
  {
    grants: [`PutItem ${users}`],
    send: (client: DynamoDBDocumentClient) =>
      client.send(new PutCommand({ TableName: 'Users', Item: { id: '2' } })),
  },
  {
    grants: [`UpdateItem ${users}`],
    send: (client: DynamoDBDocumentClient) =>
      client.send(
        new UpdateCommand({
          ...user,
          UpdateExpression: 'SET nick = :nick',
          ExpressionAttributeValues: { ':nick': 'A' },
        }),
      ),
  },
  {
    grants: [`DeleteItem ${users}`],
    send: (client: DynamoDBDocumentClient) =>
      client.send(new DeleteCommand({ TableName: 'Users', Key: { id: '2' } })),
  },
  {
    grants: [`Query ${users}`],
    send: (client: DynamoDBDocumentClient) =>
      client.send(
        new QueryCommand({
          TableName: 'Users',
          KeyConditionExpression: 'id = :id',
          ExpressionAttributeValues: { ':id': '1' },
        }),
      ),
  },
  {
    grants: [`Scan ${users}`],
    send: (client: DynamoDBDocumentClient) => client.send(new ScanCommand({ TableName: 'Users' })),
  },
  {
    grants: [`Query ${usersByPhone}`],
    send: (client: DynamoDBDocumentClient) =>
      client.send(new QueryCommand({ TableName: 'Users', IndexName: 'by-phone', ...where })),
  },
  {
    grants: [`Scan ${usersByPhone}`],
    send: (client: DynamoDBDocumentClient) =>
      client.send(new ScanCommand({ TableName: 'Users', IndexName: 'by-phone' })),
  },
  {
    grants: [`BatchGetItem ${users}`, `BatchGetItem ${orders}`],
    send: (client: DynamoDBDocumentClient) => {
      const Keys = [{ id: '1' }]
      return client.send(
        new BatchGetCommand({ RequestItems: { Users: { Keys }, Orders: { Keys } } }),
      )
    },
  },
  {
    grants: [`BatchWriteItem ${users}`, `BatchWriteItem ${orders}`],
    send: (client: DynamoDBDocumentClient) => {
      const puts = [{ PutRequest: { Item: { id: '3' } } }]
      return client.send(new BatchWriteCommand({ RequestItems: { Users: puts, Orders: puts } }))
    },
  },
  {
    grants: [
      `PutItem ${users}`,
      `UpdateItem ${users}`,
      `DeleteItem ${users}`,
      `ConditionCheckItem ${orders}`,
    ],
    send: (client: DynamoDBDocumentClient) =>
      client.send(
        new TransactWriteCommand({
          TransactItems: [
            { Put: { TableName: 'Users', Item: { id: '4' } } },
            { Update: { TableName: 'Users', Key: { id: '5' }, UpdateExpression: 'REMOVE nick' } },
            { Delete: { TableName: 'Users', Key: { id: '6' } } },
            {
              ConditionCheck: {
                TableName: 'Orders',
                Key: { id: '1' },
                ConditionExpression: 'attribute_exists(id)',
              },
            },
          ],
        }),
      ),
  },
  {
    grants: [`GetItem ${users}`, `GetItem ${orders}`],
    send: (client: DynamoDBDocumentClient) =>
      client.send(
        new TransactGetCommand({
          TransactItems: [{ Get: user }, { Get: { ...user, TableName: 'Orders' } }],
        }),
      ),
  },
]
