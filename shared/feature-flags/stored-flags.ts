import { readItem, usersKeys, usersTable } from '../accounts/users-table.ts'
import { updateItem } from '../aws/update-item.ts'

/** Reads the item with all flags. Returns undefined before a flag is switched for the first time. */
export async function getFlagsItem(): Promise<Record<string, unknown> | undefined> {
  return await readItem(usersKeys.flags)
}

/** Stores the value of one flag. `name` is its attribute in the item. */
export async function putFlag(name: string, isOn: boolean): Promise<void> {
  await updateItem({
    TableName: usersTable(),
    Key: usersKeys.flags,
    UpdateExpression: 'SET #flag = :on',
    ExpressionAttributeNames: { '#flag': name },
    ExpressionAttributeValues: { ':on': isOn },
  })
}
