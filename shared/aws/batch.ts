import {
  BatchGetItemCommand,
  type BatchGetItemCommandInput,
  type BatchGetItemCommandOutput,
  BatchWriteItemCommand,
  type BatchWriteItemCommandInput,
  type BatchWriteItemCommandOutput,
} from '@aws-sdk/client-dynamodb'
import { dynamo } from './dynamodb-client.ts'
import { toAttributes, toValues, type Values } from './plain-values.ts'
import { queryAll, queryPages } from './read-pages.ts'
import { type RetryOptions, retry, TryAgainError } from './retry.ts'

// Batch reads and writes of DynamoDB, and reads and deletions of a whole partition.

/** The most items that DynamoDB accepts in one BatchWriteItem. */
const MAX_DELETIONS = 25
/** How to retry items that DynamoDB left unprocessed. The SDK does not: it treats such a response as a success. */
const UNPROCESSED: RetryOptions = { attempts: 6 }

/**
 * Reads up to 100 items. Leaves out items that do not exist. Each item is read strongly consistent, but items
 * may be read at different moments.
 * @throws ServiceUnavailableError when DynamoDB leaves some items unprocessed in 6 attempts.
 */
export async function batchGet(table: string, keys: readonly object[]): Promise<Values[]> {
  const items: Values[] = []
  let RequestItems: BatchGetItemCommandInput['RequestItems'] = {
    [table]: { Keys: keys.map(toAttributes), ConsistentRead: true },
  }
  await retry(UNPROCESSED, async () => {
    const response: BatchGetItemCommandOutput = await dynamo.send(
      new BatchGetItemCommand({ RequestItems }),
    )
    items.push(...(response.Responses?.[table] ?? []).map((item) => toValues(item)))
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
    let RequestItems: BatchWriteItemCommandInput['RequestItems'] = {
      [table]: batch.map((key) => ({ DeleteRequest: { Key: toAttributes(key) } })),
    }
    await retry(UNPROCESSED, async () => {
      const response: BatchWriteItemCommandOutput = await dynamo.send(
        new BatchWriteItemCommand({ RequestItems }),
      )
      RequestItems = response.UnprocessedItems
      requireEmpty(RequestItems)
    })
  }
}

/** Reads the items of a partition (key attributes `pk` and `sk`): all, or those whose `sk` begins with `prefix`. */
export async function readPartition(table: string, pk: string, prefix?: string): Promise<Values[]> {
  return await queryAll({
    TableName: table,
    ConsistentRead: true,
    KeyConditionExpression: prefix ? 'pk = :pk AND begins_with(sk, :prefix)' : 'pk = :pk',
    ExpressionAttributeValues: { ':pk': pk, ...(prefix && { ':prefix': prefix }) },
  })
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
  for await (const page of queryPages(query)) await batchDelete(table, page)
}

function requireEmpty(unprocessed: object | undefined): void {
  if (Object.keys(unprocessed ?? {}).length > 0) throw new TryAgainError()
}
