import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { readItem, usersKeys, usersTable } from '../accounts/users-table.ts'
import { dynamo } from '../aws/dynamodb-client.ts'

/** Reads the flags as stored; undefined before one is switched for the first time. */
export async function getFlagsItem(): Promise<Record<string, unknown> | undefined> {
  return await readItem(usersKeys.flags)
}

/** Stores a flag under its stored name. */
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
