import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { dynamo } from '../aws/dynamodb-client.ts'
import { isConditionFailure } from '../aws/failures.ts'
import {
  ConditionsFailedError,
  type TransactionItem,
  updateItem,
  writeTransaction,
} from '../aws/transaction.ts'
import { type Expression, toUpdate } from '../aws/update-expression.ts'
import { resourceName } from '../config.ts'
import { UnauthorizedError } from './errors.ts'
import type { Caller } from './token.ts'
import type { User } from './user.ts'

/** A guarded write was refused by its condition; only a new read can tell why. */
export class WriteRefusedError extends Error {}

/** What a user's own write may change; null removes, undefined leaves alone. */
export type UserChanges = {
  [K in keyof Omit<User, 'id' | 'createdAt'>]?: User[K] | null
}

/** The keys of all that is in the table. */
export const usersKeys = {
  profile: (userId: string) => ({ pk: `USER#${userId}` }),
  email: (email: string) => ({ pk: `EMAIL#${email}` }),
  phone: (phone: string) => ({ pk: `PHONE#${phone}` }),
  tombstone: (userId: string) => ({ pk: `PURGE#${userId}` }),
  flags: { pk: 'FLAGS' },
}

/** The table's name. */
export const usersTable = () => resourceName('usersTable')

/** The profile as it is now; undefined when there is no such user. */
export async function getUser(userId: string): Promise<User | undefined> {
  return (await readItem(usersKeys.profile(userId))) as User | undefined
}

/** The id of the user who has this e-mail address, given in lower case. */
export async function findUserIdByEmail(email: string): Promise<string | undefined> {
  const claim = await readItem(usersKeys.email(email))
  return claim?.userId as string | undefined
}

/** Stores a new user and claims the e-mail address. Answers whether the address was free. */
export async function createUser(user: User): Promise<boolean> {
  try {
    await writeTransaction([
      putNew(usersKeys.email(user.email), { userId: user.id }),
      putNew(usersKeys.profile(user.id), user),
    ])
    return true
  } catch (error) {
    if (error instanceof ConditionsFailedError) return false
    throw error
  }
}

/**
 * The one way in which a user's own profile is written: it lands only while the caller's session
 * is open, so not for a logged-out or deleted user. Answers the profile as it is afterwards.
 * @throws UnauthorizedError when the session has ended.
 * @throws WriteRefusedError instead, when `also` was given and may be what refused it.
 */
export async function updateUser(
  caller: Caller,
  changes: UserChanges,
  also?: Expression,
): Promise<User> {
  const conditions = also ? [guard(caller), also] : [guard(caller)]
  try {
    const { Attributes } = await updateItem(
      new UpdateCommand({
        ...toUpdate(changes, ...conditions),
        TableName: usersTable(),
        Key: usersKeys.profile(caller.userId),
        ReturnValues: 'ALL_NEW',
      }),
    )
    return Attributes as User
  } catch (error) {
    if (!isConditionFailure(error)) throw error
    throw also ? new WriteRefusedError() : new UnauthorizedError()
  }
}

/** The guard as an item of a transaction that writes elsewhere. */
export function guardCheck(caller: Caller): TransactionItem {
  const { condition, names, values } = guard(caller)
  return {
    ConditionCheck: {
      TableName: usersTable(),
      Key: usersKeys.profile(caller.userId),
      ConditionExpression: condition,
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: values,
    },
  }
}

/** A condition for a worker's transaction: the user has not been deleted. */
export function userExists(userId: string): TransactionItem {
  const ConditionExpression = 'attribute_exists(pk)'
  const Key = usersKeys.profile(userId)
  return { ConditionCheck: { TableName: usersTable(), Key, ConditionExpression } }
}

/** The guard: the caller's session, as a condition on the profile that is written. */
export function guard(caller: Caller): Required<Expression> {
  return {
    condition:
      'sessions.#sessionId.secretHash = :secretHash AND sessions.#sessionId.expiresAt > :now',
    names: { '#sessionId': caller.sessionId },
    values: { ':secretHash': caller.secretHash, ':now': Date.now() },
  }
}

/** Puts an item that must not exist yet, for a transaction. */
export function putNew(key: { pk: string }, item: object): TransactionItem {
  const ConditionExpression = 'attribute_not_exists(pk)'
  return { Put: { TableName: usersTable(), Item: { ...key, ...item }, ConditionExpression } }
}

/** One item, as it is now. */
export async function readItem(Key: { pk: string }): Promise<Record<string, unknown> | undefined> {
  const { Item } = await dynamo.send(
    new GetCommand({ TableName: usersTable(), Key, ConsistentRead: true }),
  )
  return Item
}
