import {
  BatchGetCommand,
  type BatchGetCommandInput,
  type BatchGetCommandOutput,
  BatchWriteCommand,
  type BatchWriteCommandInput,
  type BatchWriteCommandOutput,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/lib-dynamodb'
import { ServiceUnavailableError } from '../errors.ts'
import { dynamo } from './dynamodb-client.ts'
import { pause } from './transaction.ts'

type Key = Record<string, unknown>
type Item = Record<string, unknown>

const MAX_DELETIONS = 25
const ROUNDS = 6

/**
 * Reads up to 100 items, strongly consistent each, though not at one moment. Those that do not
 * exist are left out. DynamoDB may leave some for later, which the SDK takes for success: they are
 * asked for again.
 * @throws ServiceUnavailableError when some are still left after 6 rounds.
 */
export async function batchGet(table: string, keys: readonly Key[]): Promise<Item[]> {
  const items: Item[] = []
  let open: BatchGetCommandInput['RequestItems'] = {
    [table]: { Keys: [...keys], ConsistentRead: true },
  }
  for (let round = 1; ; round++) {
    const answer: BatchGetCommandOutput = await dynamo.send(
      new BatchGetCommand({ RequestItems: open }),
    )
    items.push(...(answer.Responses?.[table] ?? []))
    open = answer.UnprocessedKeys
    if (isEmpty(open)) return items
    await pauseOrGiveUp(round)
  }
}

/**
 * Deletes any number of items; those that do not exist are fine. One batch after the other: a
 * partition takes 1,000 writes a second, which that comes near already.
 * @throws ServiceUnavailableError when DynamoDB leaves some for later 6 times.
 */
async function batchDelete(table: string, keys: readonly Key[]): Promise<void> {
  for (let start = 0; start < keys.length; start += MAX_DELETIONS) {
    const chunk = keys.slice(start, start + MAX_DELETIONS)
    let open: BatchWriteCommandInput['RequestItems'] = {
      [table]: chunk.map((Key) => ({ DeleteRequest: { Key } })),
    }
    for (let round = 1; ; round++) {
      const answer: BatchWriteCommandOutput = await dynamo.send(
        new BatchWriteCommand({ RequestItems: open }),
      )
      open = answer.UnprocessedItems
      if (isEmpty(open)) break
      await pauseOrGiveUp(round)
    }
  }
}

/** Deletes all items of a partition (key attributes `pk` and `sk`). Doing it again does no harm. */
export async function deletePartition(table: string, pk: string): Promise<void> {
  const query: QueryCommandInput = {
    TableName: table,
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': pk },
    ProjectionExpression: 'pk, sk',
  }
  do {
    const { Items = [], LastEvaluatedKey } = await dynamo.send(new QueryCommand(query))
    await batchDelete(table, Items)
    query.ExclusiveStartKey = LastEvaluatedKey
  } while (query.ExclusiveStartKey)
}

function isEmpty(unprocessed: object | undefined): unprocessed is undefined {
  return Object.keys(unprocessed ?? {}).length === 0
}

async function pauseOrGiveUp(round: number): Promise<void> {
  if (round === ROUNDS) throw new ServiceUnavailableError()
  await pause(round)
}
