import { type Expression, toUpdate } from '../aws/expressions.ts'
import { type ReadPage, scanPage } from '../aws/read-pages.ts'
import { writeTransaction } from '../aws/transaction.ts'
import { updateItem } from '../aws/update-item.ts'
import type { User } from './user.ts'
import { putNew, type UserChanges, usersKeys, usersTable } from './users-table.ts'

// Writes of operators (`npm run user`). An operator has no session, so these writes do not check one. Each write
// requires that the account exists. Moving an e-mail address also requires that the address has not changed since
// the operator read it.

const EXISTS: Expression = { condition: 'attribute_exists(pk)' }

/**
 * Ends all sessions of a user: each of their tokens gets 401 from then on.
 * @returns false when the user does not exist.
 */
export async function endSessions(userId: string): Promise<boolean> {
  return await updateProfile(userId, { sessions: {} })
}

/** Some users who have a session, and where to continue. */
export interface SessionsPage {
  readonly userIds: readonly string[]
  /** Undefined after the last page. */
  readonly next: ReadPage['next']
}

/** Reads the users who have a session, some at a time: a scan of the whole table. */
export async function readUsersWithSessions(from?: SessionsPage['next']): Promise<SessionsPage> {
  const { items, next } = await scanPage<Pick<User, 'id'>>({
    TableName: usersTable(),
    ConsistentRead: true,
    ExclusiveStartKey: from,
    // Read in far less time than the client waits for a response.
    Limit: 1000,
    FilterExpression: 'begins_with(pk, :profiles) AND size(sessions) > :none',
    ExpressionAttributeValues: { ':profiles': usersKeys.profile('').pk, ':none': 0 },
    ProjectionExpression: 'id',
  })
  return { userIds: items.map(({ id }) => id), next }
}

/** Stores a user's points. @returns false when the user does not exist. */
export async function setPoints(userId: string, points: number): Promise<boolean> {
  return await updateProfile(userId, { points, updatedAt: Date.now() })
}

/**
 * Makes the e-mail address of an account whose own address was freed. Registration and login refuse it,
 * because its domain is reserved: RFC 2606, section 2.
 */
export function placeholderEmail(userId: string): string {
  return `${userId}@freed.invalid`
}

/**
 * Gives an account another e-mail address (in lower case) and frees the previous one, all or nothing.
 * @returns `taken` when another account has the new address; `changed` when the account is deleted, or its
 * address has changed since `read`.
 */
export async function moveEmail(
  read: Pick<User, 'id' | 'email'>,
  email: string,
): Promise<'moved' | 'taken' | 'changed'> {
  const TableName = usersTable()
  const update = toUpdate(
    { email, updatedAt: Date.now() },
    { condition: 'email = :readEmail', values: { ':readEmail': read.email } },
  )
  const failed = await writeTransaction({
    profile: { Update: { TableName, Key: usersKeys.profile(read.id), ...update } },
    claim: putNew(usersKeys.email(email), { userId: read.id }),
    previousClaim: { Delete: { TableName, Key: usersKeys.email(read.email) } },
  })
  if (!failed) return 'moved'
  return failed.profile ? 'changed' : 'taken'
}

async function updateProfile(userId: string, changes: UserChanges): Promise<boolean> {
  const updated = await updateItem({
    ...toUpdate(changes, EXISTS),
    TableName: usersTable(),
    Key: usersKeys.profile(userId),
  })
  return updated !== undefined
}
