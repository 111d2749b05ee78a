import {
  BatchGetCommand,
  type BatchGetCommandInput,
  type BatchGetCommandOutput,
  BatchWriteCommand,
  type BatchWriteCommandInput,
  type BatchWriteCommandOutput,
  paginateQuery,
} from '@aws-sdk/lib-dynamodb'
import { dynamo } from './dynamodb-client.ts'
import { type RetryOptions, retry, TryAgainError } from './retry.ts'

// Batch reads and writes of DynamoDB, and reads and deletions of a whole partition.

type Key = Record<string, unknown>
type Item = Record<string, unknown>

/** The most items that DynamoDB accepts in one BatchWriteItem. */
const MAX_DELETIONS = 25
/** How to retry items that DynamoDB left unprocessed. The SDK does not: it treats such a response as a success. */
const UNPROCESSED: RetryOptions = { attempts: 6 }

/**
 * Reads up to 100 items. Leaves out items that do not exist. Each item is read strongly consistent, but items
 * may be read at different moments.
 * @throws ServiceUnavailableError when DynamoDB leaves some items unprocessed in 6 attempts.
 */
export async function batchGet(table: string, keys: readonly Key[]): Promise<Item[]> {
  const items: Item[] = []
  let RequestItems: BatchGetCommandInput['RequestItems'] = {
    [table]: { Keys: [...keys], ConsistentRead: true },
  }
  await retry(UNPROCESSED, async () => {
    const response: BatchGetCommandOutput = await dynamo.send(new BatchGetCommand({ RequestItems }))
    items.push(...(response.Responses?.[table] ?? []))
    RequestItems = response.UnprocessedKeys
    requireEmpty(RequestItems)
  })
  return items
}

/**
 * Deletes any number of items. Ignores items that do not exist. Sends one batch after the other, because that
 * already comes near the 1,000 writes a second that a partition accepts.
 * @throws ServiceUnavailableError when DynamoDB leaves some items of a batch unprocessed in 6 attempts.
 */
export async function batchDelete(table: string, keys: readonly object[]): Promise<void> {
  for (let start = 0; start < keys.length; start += MAX_DELETIONS) {
    const batch = keys.slice(start, start + MAX_DELETIONS)
    let RequestItems: BatchWriteCommandInput['RequestItems'] = {
      [table]: batch.map((Key) => ({ DeleteRequest: { Key } })),
    }
    await retry(UNPROCESSED, async () => {
      const response: BatchWriteCommandOutput = await dynamo.send(
        new BatchWriteCommand({ RequestItems }),
      )
      RequestItems = response.UnprocessedItems
      requireEmpty(RequestItems)
    })
  }
}

/** Reads the items of a partition (key attributes `pk` and `sk`): all, or those whose `sk` begins with `prefix`. */
export async function readPartition(table: string, pk: string, prefix?: string): Promise<Item[]> {
  const items: Item[] = []
  const query = {
    TableName: table,
    ConsistentRead: true,
    KeyConditionExpression: prefix ? 'pk = :pk AND begins_with(sk, :prefix)' : 'pk = :pk',
    ExpressionAttributeValues: { ':pk': pk, ...(prefix && { ':prefix': prefix }) },
  }
  for await (const { Items = [] } of paginateQuery({ client: dynamo }, query)) items.push(...Items)
  return items
}

/** Deletes all items of a partition (key attributes `pk` and `sk`). Safe to repeat. */
export async function deletePartition(table: string, pk: string): Promise<void> {
  const query = {
    TableName: table,
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': pk },
    ProjectionExpression: 'pk, sk',
  }
  for await (const { Items = [] } of paginateQuery({ client: dynamo }, query)) {
    await batchDelete(table, Items)
  }
}

function requireEmpty(unprocessed: object | undefined): void {
  if (Object.keys(unprocessed ?? {}).length > 0) throw new TryAgainError()
}
