import {
  type Expression,
  toCondition,
  toUpdate,
  type UpdateExpression,
} from '../aws/expressions.ts'
import { getItem } from '../aws/get-item.ts'
import { TryAgainError } from '../aws/retry.ts'
import { type TransactionItem, writeTransaction } from '../aws/transaction.ts'
import { updateItem } from '../aws/update-item.ts'
import { resourceName } from '../config.ts'
import { UnauthorizedError } from './errors.ts'
import { MAX_SESSION_AGE_MS } from './limits.ts'
import { usedNow } from './session.ts'
import type { Caller } from './token.ts'
import type { User } from './user.ts'

// The only file that builds keys of the users table: profiles, claims, tombstones and feature flags.

/**
 * A condition of a write failed: the session has ended, or another condition does not hold. Read the
 * profile again to find out which.
 */
export class WriteRefusedError extends TryAgainError {}

/** Changes of a profile: null removes an attribute, undefined leaves it unchanged. */
export type UserChanges = {
  [K in keyof Omit<User, 'id' | 'createdAt'>]?: User[K] | null
}

/**
 * The keys of all items in the table. An `email` or `phone` item is a claim: it reserves the address or
 * number for one user, so that no other account can have it. A tombstone marks a deleted account.
 */
export const usersKeys = {
  profile: (userId: string) => ({ pk: `USER#${userId}` }),
  email: (email: string) => ({ pk: `EMAIL#${email}` }),
  phone: (phone: string) => ({ pk: `PHONE#${phone}` }),
  tombstone: (userId: string) => ({ pk: `PURGE#${userId}` }),
  flags: { pk: 'FLAGS' },
}

/** The table's name. */
export const usersTable = () => resourceName('usersTable')

/** Reads a profile. Returns undefined when there is no such user. */
export async function getUser(userId: string): Promise<User | undefined> {
  return (await readItem(usersKeys.profile(userId))) as User | undefined
}

/** Finds the id of the user who has an e-mail address (in lower case). */
export async function findUserIdByEmail(email: string): Promise<string | undefined> {
  const claim = await readItem(usersKeys.email(email))
  return claim?.userId as string | undefined
}

/**
 * Stores a new user and claims the e-mail address, together with writes to other tables.
 * @returns undefined on success. Otherwise nothing was written, and `also` has one flag for each item of `also`, true
 * when its condition failed. When none of them failed, another account has the address.
 */
export async function createUser(
  user: User,
  also: readonly TransactionItem[],
): Promise<{ readonly also: readonly boolean[] } | undefined> {
  return await writeTransaction({
    email: putNew(usersKeys.email(user.email), { userId: user.id }),
    profile: putNew(usersKeys.profile(user.id), user),
    also,
  })
}

/**
 * Updates the caller's profile and returns the updated profile. The update has the condition `sessionIsOpen`. It also
 * records a use of the session, unless `changes` is empty or replaces `sessions`. `also` adds a condition and
 * assignments.
 * @throws UnauthorizedError without `also`, when the session has ended.
 * @throws WriteRefusedError with `also`, when the session has ended or the condition of `also` fails.
 */
export async function updateUser(
  caller: Caller,
  changes: UserChanges,
  also?: UpdateExpression,
): Promise<User> {
  const isUse = Object.keys(changes).length > 0 && !changes.sessions
  const session = isUse ? sessionUse(caller) : sessionIsOpen(caller)
  const updated = await updateItem<User>({
    ...toUpdate(changes, session, ...(also ? [also] : [])),
    TableName: usersTable(),
    Key: usersKeys.profile(caller.userId),
    ReturnValues: 'ALL_NEW',
  })
  if (updated) return updated
  throw also ? new WriteRefusedError() : new UnauthorizedError()
}

/** Makes the item of a transaction that requires an open session and other conditions. Does not write the profile. */
export function sessionCheck(caller: Caller, ...also: readonly Expression[]): TransactionItem {
  const Key = usersKeys.profile(caller.userId)
  return {
    ConditionCheck: {
      TableName: usersTable(),
      Key,
      ...toCondition(sessionIsOpen(caller), ...also),
    },
  }
}

/** Makes the item of a transaction that requires that the user exists. For workers, which have no session. */
export function userExists(userId: string): TransactionItem {
  const ConditionExpression = 'attribute_exists(pk)'
  const Key = usersKeys.profile(userId)
  return { ConditionCheck: { TableName: usersTable(), Key, ConditionExpression } }
}

/** Makes the condition on a profile that the caller's session is open: the rule of `isOpen` (session.ts). */
export function sessionIsOpen(caller: Caller): Required<Expression> {
  const now = Date.now()
  return {
    condition:
      'sessions.#sessionId.secretHash = :secretHash AND sessions.#sessionId.expiresAt > :now ' +
      'AND sessions.#sessionId.createdAt > :tooOld',
    names: { '#sessionId': caller.sessionId },
    values: {
      ':secretHash': caller.secretHash,
      ':now': now,
      ':tooOld': now - MAX_SESSION_AGE_MS,
    },
  }
}

/** Makes the condition `sessionIsOpen` for an update, with the assignments that record a use of the session. */
export function sessionUse(caller: Caller): Required<UpdateExpression> {
  const { condition, names, values } = sessionIsOpen(caller)
  const { lastUsedAt, expiresAt } = usedNow()
  return {
    condition,
    names,
    values: { ...values, ':usedAt': lastUsedAt, ':usedUntil': expiresAt },
    assignments:
      'sessions.#sessionId.lastUsedAt = :usedAt, sessions.#sessionId.expiresAt = :usedUntil',
  }
}

/** Makes the item of a transaction that stores a new item. The item fails when its key exists already. */
export function putNew(key: { pk: string }, item: object): TransactionItem {
  const ConditionExpression = 'attribute_not_exists(pk)'
  return { Put: { TableName: usersTable(), Item: { ...key, ...item }, ConditionExpression } }
}

/** Reads one item, strongly consistent. */
export async function readItem(Key: { pk: string }): Promise<Record<string, unknown> | undefined> {
  return await getItem(usersTable(), Key)
}
