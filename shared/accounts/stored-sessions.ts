import {
  ConditionsFailedError,
  type TransactionItem,
  writeTransaction,
} from '../aws/transaction.ts'
import { UnauthorizedError } from './errors.ts'
import type { Caller, IssuedToken } from './token.ts'
import type { User } from './user.ts'
import { guard, usersKeys, usersTable } from './users-table.ts'

/**
 * Opens a session, in the place of `evicted` when the user has as many as allowed. `checks` are
 * conditions on other tables that must hold as well. Answers which item refused: 0 is the profile.
 * @returns undefined when the session is open.
 */
export async function addSession(
  user: User,
  { sessionId, session }: IssuedToken,
  limits: { max: number; evicted?: string; passwordHash?: string },
  checks: readonly TransactionItem[],
): Promise<number | undefined> {
  const removal = limits.evicted ? ' REMOVE sessions.#evicted' : ''
  const room = limits.evicted
    ? 'attribute_exists(sessions.#evicted) AND size(sessions) <= :max'
    : 'size(sessions) < :max'
  const update = {
    TableName: usersTable(),
    Key: usersKeys.profile(user.id),
    UpdateExpression: `SET sessions.#new = :session, passwordHash = :hash${removal}`,
    ConditionExpression: `passwordHash = :read AND ${room}`,
    ExpressionAttributeNames: {
      '#new': sessionId,
      ...(limits.evicted && { '#evicted': limits.evicted }),
    },
    ExpressionAttributeValues: {
      ':session': session,
      ':hash': limits.passwordHash ?? user.passwordHash,
      ':read': user.passwordHash,
      ':max': limits.max,
    },
  }
  try {
    await writeTransaction([{ Update: update }, ...checks])
    return undefined
  } catch (error) {
    if (error instanceof ConditionsFailedError) return error.failed.indexOf(true)
    throw error
  }
}

/**
 * Ends the caller's session.
 * @throws UnauthorizedError when it has ended already.
 */
export async function removeSession(caller: Caller): Promise<void> {
  const { condition, names, values } = guard(caller)
  // A transaction of one: its token makes a retry after a lost answer succeed, where the guard
  // of a bare update would refuse it because the session is gone.
  const update = {
    TableName: usersTable(),
    Key: usersKeys.profile(caller.userId),
    UpdateExpression: 'REMOVE sessions.#sessionId',
    ConditionExpression: condition,
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: values,
  }
  try {
    await writeTransaction([{ Update: update }])
  } catch (error) {
    throw error instanceof ConditionsFailedError ? new UnauthorizedError() : error
  }
}
