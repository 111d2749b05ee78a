import { toCondition, toUpdate } from '../aws/expressions.ts'
import { type TransactionItem, writeTransaction } from '../aws/transaction.ts'
import { UnauthorizedError } from './errors.ts'
import type { Caller, IssuedToken } from './token.ts'
import type { User } from './user.ts'
import { guard, usersKeys, usersTable } from './users-table.ts'

type SessionsUpdate = Omit<NonNullable<TransactionItem['Update']>, 'TableName' | 'Key'>

/**
 * Opens a session, and ends the session `evicted` when the user has as many as allowed. Stores
 * `passwordHash` when it is given. `checks` are conditions on other tables that must hold too.
 * @returns undefined when the session is open; else the index of the item that refused: 0 is the
 * profile, because it has changed since it was read, and 1 the first of `checks`.
 */
export async function addSession(
  user: User,
  { sessionId, session }: IssuedToken,
  { max, evicted, passwordHash }: { max: number; evicted?: string; passwordHash?: string },
  checks: readonly TransactionItem[],
): Promise<number | undefined> {
  const removal = evicted ? ' REMOVE sessions.#evicted' : ''
  const room = evicted
    ? 'attribute_exists(sessions.#evicted) AND size(sessions) <= :max'
    : 'size(sessions) < :max'
  const Update = {
    TableName: usersTable(),
    Key: usersKeys.profile(user.id),
    UpdateExpression: `SET sessions.#new = :session, passwordHash = :hash${removal}`,
    ConditionExpression: `passwordHash = :read AND ${room}`,
    ExpressionAttributeNames: { '#new': sessionId, ...(evicted && { '#evicted': evicted }) },
    ExpressionAttributeValues: {
      ':session': session,
      ':hash': passwordHash ?? user.passwordHash,
      ':read': user.passwordHash,
      ':max': max,
    },
  }
  const failed = await writeTransaction([{ Update }, ...checks])
  return failed?.indexOf(true)
}

/**
 * Ends the caller's session.
 * @throws UnauthorizedError when it has ended already.
 */
export async function removeSession(caller: Caller): Promise<void> {
  const condition = toCondition(guard(caller))
  await removeSessions(caller, { UpdateExpression: 'REMOVE sessions.#sessionId', ...condition })
}

/**
 * Ends all sessions of the caller, except those given.
 * @throws UnauthorizedError when the caller's has ended already.
 */
export async function replaceSessions(caller: Caller, kept: User['sessions']): Promise<void> {
  await removeSessions(caller, toUpdate({ sessions: kept }, guard(caller)))
}

async function removeSessions(caller: Caller, update: SessionsUpdate): Promise<void> {
  const Update = { TableName: usersTable(), Key: usersKeys.profile(caller.userId), ...update }
  // A transaction of one item: its token lets a retry succeed after a lost response. The guard of a
  // plain update would refuse the retry, because the session is gone.
  const failed = await writeTransaction([{ Update }])
  if (failed) throw new UnauthorizedError()
}
