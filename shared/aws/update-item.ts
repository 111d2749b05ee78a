import { UpdateItemCommand, type UpdateItemCommandInput } from '@aws-sdk/client-dynamodb'
import { dynamo } from './dynamodb-client.ts'
import { isConditionFailure } from './errors.ts'
import { type Plain, toInput, toValues, type Values } from './plain-values.ts'
import { retryConflicts } from './retry.ts'

/**
 * Updates one item.
 * @returns the attributes that `ReturnValues` requests, or an empty object without it. Returns undefined when the
 * condition of the update failed. Nothing is written then.
 * @throws ServiceUnavailableError when the fourth attempt still conflicts with a transaction.
 */
export async function updateItem<Item = Values>(
  update: Plain<UpdateItemCommandInput>,
): Promise<Item | undefined> {
  const input = toInput<UpdateItemCommandInput>(update)
  try {
    const { Attributes } = await retryConflicts(() => dynamo.send(new UpdateItemCommand(input)))
    return toValues<Item>(Attributes ?? {})
  } catch (error) {
    if (isConditionFailure(error)) return undefined
    throw error
  }
}
