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

// A function handles one request at a time, but this process opens a hundred connections at once, and
// must not time out because of that.
const { requestHandler } = dynamo.config as unknown as {
  requestHandler: { updateHttpClientConfig(option: string, milliseconds: number): void }
}
requestHandler.updateHttpClientConfig('connectionTimeout', 10_000)
requestHandler.updateHttpClientConfig('requestTimeout', 20_000)

const operator = operatorAt(stack.awsEndpointUrl)

/** A client for the tables with all permissions. */
export const tables = DynamoDBDocumentClient.from(new DynamoDBClient(operator))
/** A client for the pictures' bucket with all permissions. */
export const buckets = new S3Client(operator)
/** A client for the queues with all permissions. */
export const queues = new SQSClient(operator)

/** Reads an item of the users table. */
export async function storedItem(pk: string): Promise<Record<string, unknown> | undefined> {
  const get = new GetCommand({
    TableName: stack.usersTableName,
    Key: { pk },
    ConsistentRead: true,
  })
  return (await tables.send(get)).Item
}

/** Reads the stored sessions of a user, in the order of their logins. */
export async function storedSessions({ id }: { id: string }): Promise<Session[]> {
  const { sessions } = (await storedItem(`USER#${id}`)) as { sessions: Record<string, Session> }
  return Object.values(sessions).sort((one, other) => one.createdAt - other.createdAt)
}

/** Reads all items of a table, page by page of 1 MB. */
async function allItems(TableName: string): Promise<Record<string, unknown>[]> {
  const pages = paginateScan({ client: tables }, { TableName, ConsistentRead: true })
  const items: Record<string, unknown>[] = []
  for await (const { Items = [] } of pages) items.push(...Items)
  return items
}

/** Reads the items of all tables. */
export async function storedItemsOfAllTables(): Promise<Record<string, unknown>[]> {
  const { usersTableName, otpsTableName, mcqStatsTableName, reportsTableName } = stack
  const names = [usersTableName, otpsTableName, mcqStatsTableName, reportsTableName]
  return (await Promise.all(names.map(allItems))).flat()
}

/** Reads the stored reports of a user. */
export async function storedReports(userId: string): Promise<Record<string, unknown>[]> {
  return (await allItems(stack.reportsTableName)).filter((item) => item.userId === userId)
}

/** Reads the items of the users table that contain one of these texts. */
export async function itemsMentioning(...texts: string[]): Promise<unknown[]> {
  return (await allItems(stack.usersTableName)).filter((item) => {
    const json = JSON.stringify(item)
    return texts.some((text) => json.includes(text))
  })
}

/** Reads the items of a user in the OTPs table. */
export async function storedOtps(userId: string): Promise<Record<string, unknown>[]> {
  const query = new QueryCommand({
    TableName: stack.otpsTableName,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': `USER#${userId}` },
    ConsistentRead: true,
  })
  return (await tables.send(query)).Items ?? []
}

/** Reads the whole OTPs table, as an attacker who stole it. */
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
