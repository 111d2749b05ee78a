import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { readItem, usersKeys, usersTable } from '../accounts/users-table.ts'
import { dynamo } from '../aws/dynamodb-client.ts'

/** The feature flags as stored; undefined while none was ever switched. */
export async function getFlagsItem(): Promise<Record<string, unknown> | undefined> {
  return await readItem(usersKeys.flags)
}

/** Switches a feature flag, given by its stored name. */
export async function putFlag(name: string, isOn: boolean): Promise<void> {
  await dynamo.send(
    new UpdateCommand({
      TableName: usersTable(),
      Key: usersKeys.flags,
      UpdateExpression: 'SET #flag = :on',
      ExpressionAttributeNames: { '#flag': name },
      ExpressionAttributeValues: { ':on': isOn },
    }),
  )
}
