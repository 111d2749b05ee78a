import { randomUUID } from 'node:crypto'
import { TransactWriteCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb'
import { dynamo } from './dynamodb-client.ts'
import { failedConditions } from './errors.ts'
import { retryConflicts } from './retry.ts'

/** One write or condition of a transaction. */
export type TransactionItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number]

/**
 * Writes all items or none.
 * @returns undefined when they are written; else nothing is written, and `[i]` says whether the
 * condition of item i failed.
 * @throws ServiceUnavailableError when the fourth attempt still conflicts with other transactions.
 */
export async function writeTransaction(
  items: readonly TransactionItem[],
): Promise<readonly boolean[] | undefined> {
  // All attempts, ours and the SDK's, have the same token, by which DynamoDB recognises a repetition.
  // Otherwise, if only the response of an attempt was lost, the next attempt would fail its conditions.
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
