import {
  UpdateCommand,
  type UpdateCommandInput,
  type UpdateCommandOutput,
} from '@aws-sdk/lib-dynamodb'
import { dynamo } from './dynamodb-client.ts'
import { isConditionFailure } from './errors.ts'
import { retryConflicts } from './retry.ts'

/**
 * Updates one item.
 * @returns undefined when the condition of the update failed. Nothing is written then.
 * @throws ServiceUnavailableError when the fourth attempt still conflicts with a transaction.
 */
export async function updateItem(
  update: UpdateCommandInput,
): Promise<UpdateCommandOutput | undefined> {
  try {
    return await retryConflicts(() => dynamo.send(new UpdateCommand(update)))
  } catch (error) {
    if (isConditionFailure(error)) return undefined
    throw error
  }
}
