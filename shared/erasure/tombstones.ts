import { DeleteCommand, QueryCommand } from '@aws-sdk/lib-dynamodb'
import type { Caller } from '../accounts/token.ts'
import type { User } from '../accounts/user.ts'
import {
  guard,
  putNew,
  readItem,
  usersKeys,
  usersTable,
  WriteRefusedError,
} from '../accounts/users-table.ts'
import { dynamo } from '../aws/dynamodb-client.ts'
import { type Expression, toCondition } from '../aws/expressions.ts'
import { writeTransaction } from '../aws/transaction.ts'

/** Marks a deleted account until all data of the account is purged. */
export interface Tombstone {
  userId: string
  /** Epoch ms. */
  deletedAt: number
}

const INDEX = 'tombstones'
/** The partition key of the index. Only tombstones have this attribute, so the index contains nothing else. */
const PURGE = { purge: 'PURGE' }

/**
 * Deletes the profile with its sessions, frees e-mail and phone, and stores a tombstone for the purge:
 * all or nothing. Without a caller (for operators), no session is required.
 * @throws WriteRefusedError when the session has ended, or e-mail or phone have changed since `user` was read.
 */
export async function replaceByTombstone(caller: Caller | undefined, user: User): Promise<void> {
  const unchanged: Expression = {
    condition: `email = :email AND ${user.phone ? 'phone = :phone' : 'attribute_not_exists(phone)'}`,
    values: { ':email': user.email, ...(user.phone && { ':phone': user.phone }) },
  }
  const conditions = caller ? [guard(caller), unchanged] : [unchanged]
  const profile = { Key: usersKeys.profile(user.id), ...toCondition(...conditions) }
  const claims = [usersKeys.email(user.email), ...(user.phone ? [usersKeys.phone(user.phone)] : [])]
  const failed = await writeTransaction([
    { Delete: { TableName: usersTable(), ...profile } },
    ...claims.map((Key) => ({ Delete: { TableName: usersTable(), Key } })),
    putNew(usersKeys.tombstone(user.id), { ...PURGE, userId: user.id, deletedAt: Date.now() }),
  ])
  if (failed) throw new WriteRefusedError()
}

/** Reads a user's tombstone. Returns undefined when the purge is done, or the user was never deleted. */
export async function getTombstone(userId: string): Promise<Tombstone | undefined> {
  return (await readItem(usersKeys.tombstone(userId))) as Tombstone | undefined
}

/** Extracts the user's id from the key of a tombstone. */
export function userIdOfTombstone(pk: string): string {
  return pk.slice(usersKeys.tombstone('').pk.length)
}

/** Lists up to 100 tombstones, oldest first. */
export async function oldestTombstones(): Promise<Tombstone[]> {
  const { Items = [] } = await dynamo.send(
    new QueryCommand({
      TableName: usersTable(),
      IndexName: INDEX,
      KeyConditionExpression: 'purge = :purge',
      ExpressionAttributeValues: { ':purge': PURGE.purge },
      Limit: 100,
    }),
  )
  return Items as Tombstone[]
}

/** Removes a tombstone, which is the last item of a deleted account. */
export async function removeTombstone(userId: string): Promise<void> {
  await dynamo.send(
    new DeleteCommand({ TableName: usersTable(), Key: usersKeys.tombstone(userId) }),
  )
}
