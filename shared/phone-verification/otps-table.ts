import { createHash } from 'node:crypto'
import { GetCommand, paginateQuery } from '@aws-sdk/lib-dynamodb'
import { deletePartition } from '../aws/batch.ts'
import { dynamo } from '../aws/dynamodb-client.ts'
import { resourceName } from '../config.ts'

/** Counts something about somebody, e.g. `login-email` and an e-mail address. */
export interface CounterName {
  name: string
  /** A user's own counters lie with all else of theirs, for the purge to find. */
  subject: string | { userId: string }
}

const OTI = 'OTI#'

/** Under which all of a user's lies, for the purge to find. */
const partitionOf = (userId: string) => `USER#${userId}`

/** The keys of all that is in the table. Addresses and numbers are hashed: keys outlive accounts. */
export const otpsKeys = {
  otp: (userId: string, oti: string) => ({ pk: partitionOf(userId), sk: `${OTI}${toHash(oti)}` }),
  counter: ({ name, subject }: CounterName) =>
    typeof subject === 'string'
      ? { pk: `TRIES#${name}#${toHash(subject)}`, sk: 'TRIES' }
      : { pk: partitionOf(subject.userId), sk: `TRIES#${name}` },
}

/** The table's name. */
export const otpsTable = () => resourceName('otpsTable')

/** An item as it is now. */
export async function readOtpsItem(Key: {
  pk: string
  sk: string
}): Promise<Record<string, unknown> | undefined> {
  const { Item } = await dynamo.send(
    new GetCommand({ TableName: otpsTable(), Key, ConsistentRead: true }),
  )
  return Item
}

/** The OTPs of a user, over or not. For operators: no request needs more than its own. */
export async function readOtpItems(userId: string): Promise<Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = []
  const query = {
    TableName: otpsTable(),
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :oti)',
    ExpressionAttributeValues: { ':pk': partitionOf(userId), ':oti': OTI },
    ConsistentRead: true,
  }
  for await (const { Items = [] } of paginateQuery({ client: dynamo }, query)) items.push(...Items)
  return items
}

/** Removes all that is stored of a user: OTPs, and what they were counted for. */
export async function deleteOtpsOf(userId: string): Promise<void> {
  await deletePartition(otpsTable(), partitionOf(userId))
}

function toHash(text: string): string {
  return createHash('sha256').update(text).digest('base64url')
}
