import { randomUUID } from 'node:crypto'
import { type TransactWriteItem, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb'
import { dynamo } from './dynamodb-client.ts'
import { failedConditions } from './errors.ts'
import { type Plain, toInput } from './plain-values.ts'
import { retryConflicts } from './retry.ts'

/** One item of a transaction: a write, or a check of a condition. */
export type TransactionItem = {
  [Operation in keyof TransactWriteItem]: Plain<TransactWriteItem[Operation]>
}

/** The items of a transaction, by name. A name has one item, or a list of them. */
type NamedItems = Readonly<Record<string, TransactionItem | readonly TransactionItem[]>>

/** Whether the condition of each item failed, by name. For a list: one flag for each of its items, in their order. */
type FailedItems<Items extends NamedItems> = {
  readonly [Name in keyof Items]: Items[Name] extends readonly unknown[]
    ? readonly boolean[]
    : boolean
}

/**
 * Writes all items or none.
 * @returns undefined when all are written. Otherwise nothing is written, and the flag of each item whose condition
 * failed is true.
 * @throws ServiceUnavailableError when the fourth attempt still conflicts with other transactions.
 */
export async function writeTransaction<Items extends NamedItems>(
  items: Items,
): Promise<FailedItems<Items> | undefined> {
  // All attempts, ours and the SDK's, send the same token, so that DynamoDB recognises a repeated request. Without
  // the token, an attempt after a lost response would fail its conditions, because the first one has succeeded.
  const command = {
    TransactItems: Object.values(items).flat().map(toTransactItem),
    ClientRequestToken: randomUUID(),
  }
  try {
    await retryConflicts(() => dynamo.send(new TransactWriteItemsCommand(command)))
    return undefined
  } catch (error) {
    const failed = failedConditions(error)
    if (failed) return toNamed(items, failed)
    throw error
  }
}

function toTransactItem(item: TransactionItem): TransactWriteItem {
  const operations = Object.entries(item).map(([name, input]) => [name, toInput<object>(input)])
  return Object.fromEntries(operations)
}

/** Converts one flag for each item, in the order of the request, to flags by name. */
function toNamed<Items extends NamedItems>(
  items: Items,
  flags: readonly boolean[],
): FailedItems<Items> {
  let index = 0
  const nextFlag = () => flags[index++]
  const named = Object.entries(items).map(([name, one]) => [
    name,
    Array.isArray(one) ? one.map(nextFlag) : nextFlag(),
  ])
  return Object.fromEntries(named)
}
