import { GetCommand } from '@aws-sdk/lib-dynamodb'
import { dynamo } from './dynamodb-client.ts'

/** Reads one item, strongly consistent. Returns undefined when it does not exist. */
export async function getItem(
  TableName: string,
  Key: Record<string, unknown>,
): Promise<Record<string, unknown> | undefined> {
  const { Item } = await dynamo.send(new GetCommand({ TableName, Key, ConsistentRead: true }))
  return Item
}
