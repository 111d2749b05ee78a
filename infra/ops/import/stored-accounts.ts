import type { User } from '../../../shared/accounts/user.ts'
import { putNew, usersKeys, usersTable } from '../../../shared/accounts/users-table.ts'
import { batchGet } from '../../../shared/aws/batch.ts'
import type { TransactionItem } from '../../../shared/aws/transaction.ts'

/** Looks up what the users table stores about the accounts of some lines. */
export interface StoredAccounts {
  profile(userId: string): User | undefined
  /** Whether the account was deleted in the last weeks: as long as its tombstone stays. */
  isDeleted(userId: string): boolean
  emailOwner(email: string): string | undefined
  phoneOwner(phone: string): string | undefined
}

/** Accounts to read or write at once: each has up to four keys, and BatchGetItem takes 100. */
export const MAX_ACCOUNTS = 25

/** Reads the profiles, tombstones (left by deletions) and claims on e-mail and phone of at most MAX_ACCOUNTS accounts. */
export async function readStored(users: readonly User[]): Promise<StoredAccounts> {
  const keys = users.flatMap(({ id, email, phone }) => [
    usersKeys.profile(id),
    usersKeys.tombstone(id),
    usersKeys.email(email),
    ...(phone ? [usersKeys.phone(phone)] : []),
  ])
  const items = keys.length > 0 ? await batchGet(usersTable(), keys) : []
  const byKey = new Map(items.map((item) => [item.pk, item]))
  const ownerOf = ({ pk }: { pk: string }) => byKey.get(pk)?.userId as string | undefined
  return {
    profile: (userId) => byKey.get(usersKeys.profile(userId).pk) as User | undefined,
    isDeleted: (userId) => byKey.has(usersKeys.tombstone(userId).pk),
    emailOwner: (email) => ownerOf(usersKeys.email(email)),
    phoneOwner: (phone) => ownerOf(usersKeys.phone(phone)),
  }
}

/** Reads which of these users exist, at most 100. */
export async function readExisting(userIds: readonly string[]): Promise<ReadonlySet<string>> {
  const items = await batchGet(usersTable(), userIds.map(usersKeys.profile))
  return new Set(items.map(({ id }) => id as string))
}

/** The writes of a new account: its profile and its claims, none of which may exist. */
export function createAccount(user: User): TransactionItem[] {
  return [
    putNew(usersKeys.profile(user.id), user),
    putNew(usersKeys.email(user.email), { userId: user.id }),
    ...(user.phone ? [putNew(usersKeys.phone(user.phone), { userId: user.id })] : []),
  ]
}

/** The writes that replace an imported account, if nobody has used it. Its e-mail address stays the same. */
export function replaceAccount(user: User, stored: User): TransactionItem[] {
  const TableName = usersTable()
  const put = {
    TableName,
    Item: { ...usersKeys.profile(user.id), ...user },
    ConditionExpression:
      'updatedAt = :updatedAt AND passwordHash = :hash AND size(sessions) = :none',
    ExpressionAttributeValues: {
      ':updatedAt': stored.updatedAt,
      ':hash': stored.passwordHash,
      ':none': 0,
    },
  }
  if (user.phone === stored.phone) return [{ Put: put }]
  return [
    { Put: put },
    ...(user.phone ? [putNew(usersKeys.phone(user.phone), { userId: user.id })] : []),
    ...(stored.phone ? [{ Delete: { TableName, Key: usersKeys.phone(stored.phone) } }] : []),
  ]
}
