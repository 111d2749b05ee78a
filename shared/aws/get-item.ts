import { GetItemCommand } from '@aws-sdk/client-dynamodb'
import { dynamo } from './dynamodb-client.ts'
import { toAttributes, toValues, type Values } from './plain-values.ts'

/** Reads one item, strongly consistent. Returns undefined when it does not exist. */
export async function getItem(TableName: string, key: object): Promise<Values | undefined> {
  const Key = toAttributes(key)
  const { Item } = await dynamo.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }))
  return Item && toValues(Item)
}
