import { toCondition, toUpdate } from '../aws/expressions.ts'
import { type TransactionItem, writeTransaction } from '../aws/transaction.ts'
import { UnauthorizedError } from './errors.ts'
import type { Caller, IssuedToken } from './token.ts'
import type { User } from './user.ts'
import { guard, usersKeys, usersTable } from './users-table.ts'

type SessionsUpdate = Omit<NonNullable<TransactionItem['Update']>, 'TableName' | 'Key'>

/**
 * Opens a session, so that the user has at most `max`. Ends the session with the id `evicted`, and
 * stores `passwordHash`, if they are given. `checks` are conditions on other tables that must hold too.
 * @returns undefined when the session is open; else the index of the condition that failed: 0 is that
 * of the profile, which has changed since it was read; 1 is the first of `checks`, and so on.
 */
export async function addSession(
  user: User,
  { sessionId, session }: IssuedToken,
  { max, evicted, passwordHash }: { max: number; evicted?: string; passwordHash?: string },
  checks: readonly TransactionItem[],
): Promise<number | undefined> {
  const removal = evicted ? ' REMOVE sessions.#evicted' : ''
  const isWithinMax = evicted
    ? 'attribute_exists(sessions.#evicted) AND size(sessions) <= :max'
    : 'size(sessions) < :max'
  const Update = {
    TableName: usersTable(),
    Key: usersKeys.profile(user.id),
    UpdateExpression: `SET sessions.#new = :session, passwordHash = :hash${removal}`,
    ConditionExpression: `passwordHash = :read AND ${isWithinMax}`,
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
 * Replaces the sessions of the caller by those in `kept`, which ends all others.
 * @throws UnauthorizedError when the caller's session has ended already.
 */
export async function replaceSessions(caller: Caller, kept: User['sessions']): Promise<void> {
  await removeSessions(caller, toUpdate({ sessions: kept }, guard(caller)))
}

async function removeSessions(caller: Caller, update: SessionsUpdate): Promise<void> {
  const Update = { TableName: usersTable(), Key: usersKeys.profile(caller.userId), ...update }
  // A transaction of one item, because its request token lets a retry succeed after a lost response. The
  // retry of a plain update would fail its condition, because the session is gone.
  const failed = await writeTransaction([{ Update }])
  if (failed) throw new UnauthorizedError()
}
