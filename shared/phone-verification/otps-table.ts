import { createHash } from 'node:crypto'
import { GetCommand } from '@aws-sdk/lib-dynamodb'
import { dynamo } from '../aws/clients.ts'
import { resourceName } from '../config.ts'

/** Counts something about somebody, e.g. `login-email` and an e-mail address. */
export interface CounterName {
  name: string
  /** A user's own counters lie with all else of theirs, for the purge to find. */
  subject: string | { userId: string }
}

/** The keys of all that is in the table. Addresses and numbers are hashed: keys outlive accounts. */
export const otpsKeys = {
  otp: (userId: string, oti: string) => ({ pk: otpsOfUser(userId), sk: `OTI#${toHash(oti)}` }),
  counter: ({ name, subject }: CounterName) =>
    typeof subject === 'string'
      ? { pk: `TRIES#${name}#${toHash(subject)}`, sk: 'TRIES' }
      : { pk: otpsOfUser(subject.userId), sk: `TRIES#${name}` },
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

/** Under which all of a user's lies, for the purge to find. */
export function otpsOfUser(userId: string): string {
  return `USER#${userId}`
}

function toHash(text: string): string {
  return createHash('sha256').update(text).digest('base64url')
}
