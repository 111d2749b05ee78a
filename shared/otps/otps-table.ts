import { paginateQuery } from '@aws-sdk/lib-dynamodb'
import { deletePartition } from '../aws/batch.ts'
import { dynamo } from '../aws/dynamodb-client.ts'
import { resourceName } from '../config.ts'
import { userPartition } from '../rate-limits/counters.ts'
import { hashOti } from './otp.ts'

const OTI = 'OTI#'

/** The key of an item of the table. */
export interface OtpKey {
  readonly pk: string
  readonly sk: string
}

/** The keys of the OTPs. The table also has the counters of rate-limits/counters.ts. */
export const otpsKeys = {
  otp: (userId: string, oti: string): OtpKey => ({
    pk: userPartition(userId),
    sk: `${OTI}${hashOti(oti)}`,
  }),
}

/** The table's name. */
export const otpsTable = () => resourceName('otpsTable')

/** Reads all OTPs of a user, expired ones too. For operators only. */
export async function readOtpItems(userId: string): Promise<Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = []
  const query = {
    TableName: otpsTable(),
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :oti)',
    ExpressionAttributeValues: { ':pk': userPartition(userId), ':oti': OTI },
    ConsistentRead: true,
  }
  for await (const { Items = [] } of paginateQuery({ client: dynamo }, query)) items.push(...Items)
  return items
}

/** Deletes the OTPs of a user and the user's own counters. Safe to repeat. */
export async function deleteOtpsOf(userId: string): Promise<void> {
  await deletePartition(otpsTable(), userPartition(userId))
}
