import { randomUUID } from 'node:crypto'
import { TransactWriteCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb'
import { dynamo } from './dynamodb-client.ts'
import { failedConditions } from './errors.ts'
import { retryConflicts } from './retry.ts'

/** One item of a transaction: a write, or a check of a condition. */
export type TransactionItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number]

/**
 * Writes all items or none.
 * @returns undefined when all are written. Otherwise nothing is written, and element i is true when the
 * condition of item i failed.
 * @throws ServiceUnavailableError when the fourth attempt still conflicts with other transactions.
 */
export async function writeTransaction(
  items: readonly TransactionItem[],
): Promise<readonly boolean[] | undefined> {
  // All attempts, ours and the SDK's, send the same token, by which DynamoDB recognises a repeated request. Without
  // the token, an attempt after a lost response would fail its conditions, because the first one has succeeded.
  const command = { TransactItems: [...items], ClientRequestToken: randomUUID() }
  try {
    await retryConflicts(() => dynamo.send(new TransactWriteCommand(command)))
    return undefined
  } catch (error) {
    const failed = failedConditions(error)
    if (failed) return failed
    throw error
  }
}
