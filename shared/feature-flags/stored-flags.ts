import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { readItem, usersKeys, usersTable } from '../accounts/users-table.ts'
import { dynamo } from '../aws/dynamodb-client.ts'

/** Reads the item with all flags. Returns undefined before a flag is switched for the first time. */
export async function getFlagsItem(): Promise<Record<string, unknown> | undefined> {
  return await readItem(usersKeys.flags)
}

/** Stores the value of one flag. `name` is its attribute in the item. */
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
