import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { S3Client } from '@aws-sdk/client-s3'
import { SQSClient } from '@aws-sdk/client-sqs'
import {
  DynamoDBDocumentClient,
  GetCommand,
  paginateScan,
  QueryCommand,
} from '@aws-sdk/lib-dynamodb'
import { inject } from 'vitest'
import type { Session } from '../../shared/accounts/session.ts'
import { dynamo } from '../../shared/aws/dynamodb-client.ts'
import { operatorAt } from './operator.ts'
import type { ProvidedStack } from './provided-stack.ts'

/** The local stack of this run. */
export const stack = requireStack()

// Functions that are invoked directly find what the template would have told them; and the operator's
// key, because what a function may do is tested over HTTP, where each has its own.
Object.assign(process.env, stack.environment, {
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
})

// A function handles one request at a time; this process opens a hundred connections at once, and is
// not to take its own hurry for trouble with AWS.
const { requestHandler } = dynamo.config as unknown as {
  requestHandler: { updateHttpClientConfig(option: string, milliseconds: number): void }
}
requestHandler.updateHttpClientConfig('connectionTimeout', 10_000)
requestHandler.updateHttpClientConfig('requestTimeout', 20_000)

const operator = operatorAt(stack.awsEndpointUrl)

/** The operator's view of the tables. */
export const tables = DynamoDBDocumentClient.from(new DynamoDBClient(operator))
/** The operator's view of the pictures' bucket. */
export const buckets = new S3Client(operator)
/** The operator's view of the queues. */
export const queues = new SQSClient(operator)

/** An item of the users table as it is stored. */
export async function storedItem(pk: string): Promise<Record<string, unknown> | undefined> {
  const get = new GetCommand({
    TableName: stack.usersTableName,
    Key: { pk },
    ConsistentRead: true,
  })
  return (await tables.send(get)).Item
}

/** The sessions of a user as they are stored, in the order of their logins. */
export async function storedSessions({ id }: { id: string }): Promise<Session[]> {
  const { sessions } = (await storedItem(`USER#${id}`)) as { sessions: Record<string, Session> }
  return Object.values(sessions).sort((one, other) => one.createdAt - other.createdAt)
}

/** All of a table, which one scan answers only up to 1 MB. */
async function allItems(TableName: string): Promise<Record<string, unknown>[]> {
  const pages = paginateScan({ client: tables }, { TableName, ConsistentRead: true })
  const items: Record<string, unknown>[] = []
  for await (const { Items = [] } of pages) items.push(...Items)
  return items
}

/** The reports of a user as they are stored. */
export async function storedReports(userId: string): Promise<Record<string, unknown>[]> {
  return (await allItems(stack.reportsTableName)).filter((item) => item.userId === userId)
}

/** All items of the users table that mention a text anywhere. */
export async function itemsMentioning(text: string): Promise<unknown[]> {
  return (await allItems(stack.usersTableName)).filter((item) =>
    JSON.stringify(item).includes(text),
  )
}

/** All that the OTPs table has of a user. */
export async function storedOtps(userId: string): Promise<Record<string, unknown>[]> {
  const query = new QueryCommand({
    TableName: stack.otpsTableName,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': `USER#${userId}` },
    ConsistentRead: true,
  })
  return (await tables.send(query)).Items ?? []
}

/** The OTPs table as a thief would have it. */
export async function stolenOtpsTable(): Promise<string> {
  const items = await allItems(stack.otpsTableName)
  return JSON.stringify(items, (_, value) => (value instanceof Set ? [...value] : value))
}

/** @throws Error in a project whose global setup starts no stack. */
function requireStack(): ProvidedStack {
  const provided: ProvidedStack | undefined = inject('stack')
  if (provided) return provided
  throw new Error(
    'This file uses the local stack but runs in a project without one. ' +
      'Import test/support/stack.ts by a literal path (test/support/test-projects.ts), ' +
      'and start `npm run test:watch` again after adding a file.',
  )
}
