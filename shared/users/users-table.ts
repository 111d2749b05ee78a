import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { dynamo } from '../aws/clients.ts'
import { isConditionFailure } from '../aws/failures.ts'
import {
  ConditionsFailedError,
  type TransactionItem,
  writeTransaction,
} from '../aws/transaction.ts'
import { type Expression, toUpdate } from '../aws/update-expression.ts'
import { resourceName } from '../config.ts'
import { UnauthorizedError } from '../sessions/errors.ts'
import type { Caller } from '../sessions/token.ts'
import type { User } from './user.ts'

/** A guarded write was refused by its condition; only a new read can tell why. */
export class WriteRefusedError extends Error {}

/** What a user's own write may change; null removes, undefined leaves alone. */
export type UserChanges = {
  [K in keyof Omit<User, 'id' | 'createdAt'>]?: User[K] | null
}

export const profileKey = (userId: string) => ({ pk: `USER#${userId}` })
const emailKey = (email: string) => ({ pk: `EMAIL#${email}` })
export const phoneKey = (phone: string) => ({ pk: `PHONE#${phone}` })
const purgeKey = (userId: string) => ({ pk: `PURGE#${userId}` })
const FLAGS_KEY = { pk: 'FLAGS' }
export const usersTable = () => resourceName('usersTable')

/** The profile as it is now; undefined when there is no such user. */
export async function getUser(userId: string): Promise<User | undefined> {
  return (await get(profileKey(userId))) as User | undefined
}

/** The id of the user who has this e-mail address, given in lower case. */
export async function findUserIdByEmail(email: string): Promise<string | undefined> {
  const claim = await get(emailKey(email))
  return claim?.userId as string | undefined
}

/** The feature flags as stored; undefined while none was ever switched. */
export async function getFlagsItem(): Promise<Record<string, unknown> | undefined> {
  return await get(FLAGS_KEY)
}

/** Switches a feature flag, given by its stored name. */
export async function putFlag(name: string, isOn: boolean): Promise<void> {
  const Key = FLAGS_KEY
  const names = { '#flag': name }
  await dynamo.send(
    new UpdateCommand({
      TableName: usersTable(),
      Key,
      UpdateExpression: 'SET #flag = :on',
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: { ':on': isOn },
    }),
  )
}

/** Stores a new user and claims the e-mail address. Answers whether the address was free. */
export async function createUser(user: User): Promise<boolean> {
  try {
    await writeTransaction([
      put(emailKey(user.email), { userId: user.id }),
      put(profileKey(user.id), user),
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
    const { Attributes } = await dynamo.send(
      new UpdateCommand({
        TableName: usersTable(),
        Key: profileKey(caller.userId),
        ...toUpdate(changes, ...conditions),
        ReturnValues: 'ALL_NEW',
      }),
    )
    return Attributes as User
  } catch (error) {
    if (!isConditionFailure(error)) throw error
    throw also ? new WriteRefusedError() : new UnauthorizedError()
  }
}

/**
 * Deletes the profile with its sessions, frees e-mail and phone, and leaves a tombstone for the
 * purge of everything else: all of it or nothing.
 * @throws WriteRefusedError when the session has ended or e-mail or phone are no longer those read.
 */
export async function deleteUser(caller: Caller, user: User): Promise<void> {
  const unchanged: Expression = user.phone
    ? { condition: 'email = :email AND phone = :phone', values: { ':phone': user.phone } }
    : { condition: 'email = :email AND attribute_not_exists(phone)' }
  const { condition, names, values } = guard(caller)
  const profile = {
    Key: profileKey(user.id),
    ConditionExpression: `${condition} AND ${unchanged.condition}`,
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: { ...values, ...unchanged.values, ':email': user.email },
  }
  const claims = [emailKey(user.email), ...(user.phone ? [phoneKey(user.phone)] : [])]
  try {
    await writeTransaction([
      { Delete: { TableName: usersTable(), ...profile } },
      ...claims.map((Key) => ({ Delete: { TableName: usersTable(), Key } })),
      put(purgeKey(user.id), { userId: user.id, deletedAt: Date.now() }),
    ])
  } catch (error) {
    throw error instanceof ConditionsFailedError ? new WriteRefusedError() : error
  }
}

/** The guard as an item of a transaction that writes elsewhere. */
export function guardCheck(caller: Caller): TransactionItem {
  const { condition, names, values } = guard(caller)
  return {
    ConditionCheck: {
      TableName: usersTable(),
      Key: profileKey(caller.userId),
      ConditionExpression: condition,
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: values,
    },
  }
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

function put(key: { pk: string }, item: object): TransactionItem {
  const ConditionExpression = 'attribute_not_exists(pk)'
  return { Put: { TableName: usersTable(), Item: { ...key, ...item }, ConditionExpression } }
}

async function get(Key: { pk: string }): Promise<Record<string, unknown> | undefined> {
  const { Item } = await dynamo.send(
    new GetCommand({ TableName: usersTable(), Key, ConsistentRead: true }),
  )
  return Item
}
