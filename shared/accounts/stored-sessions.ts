import { toCondition, toUpdate } from '../aws/expressions.ts'
import { type TransactionItem, writeTransaction } from '../aws/transaction.ts'
import { UnauthorizedError } from './errors.ts'
import { type Session, usedNow } from './session.ts'
import type { Caller, IssuedToken } from './token.ts'
import type { User } from './user.ts'
import { sessionIsOpen, usersKeys, usersTable } from './users-table.ts'

/** The expressions of an update that removes sessions. */
type SessionsUpdate = Omit<NonNullable<TransactionItem['Update']>, 'TableName' | 'Key'>

/**
 * Opens a session of a user. The user may have at most `max` sessions, the new one included. Also ends the sessions with
 * the ids `evicted`, and stores `passwordHash` if there is one. `checks` are conditions on other tables that must hold
 * too.
 * @returns `changed` when the profile has changed since it was read, `refused` when only a check failed.
 */
export async function addSession(
  user: User,
  { sessionId, session }: IssuedToken,
  {
    max,
    evicted,
    passwordHash,
  }: { max: number; evicted: readonly string[]; passwordHash?: string | undefined },
  checks: readonly TransactionItem[],
): Promise<'added' | 'changed' | 'refused'> {
  const ended = evicted.map((_, index) => `sessions.#evicted${index}`)
  const allExist = ended.map((path) => ` AND attribute_exists(${path})`).join('')
  const removal = ended.length > 0 ? ` REMOVE ${ended.join(', ')}` : ''
  const Update = {
    TableName: usersTable(),
    Key: usersKeys.profile(user.id),
    UpdateExpression: `SET sessions.#new = :session, passwordHash = :hash${removal}`,
    ConditionExpression: `passwordHash = :read AND size(sessions) <= :before${allExist}`,
    ExpressionAttributeNames: {
      '#new': sessionId,
      ...Object.fromEntries(evicted.map((id, index) => [`#evicted${index}`, id])),
    },
    ExpressionAttributeValues: {
      ':session': session,
      ':hash': passwordHash ?? user.passwordHash,
      ':read': user.passwordHash,
      ':before': max - 1 + evicted.length,
    },
  }
  const failed = await writeTransaction({ profile: { Update }, checks })
  if (!failed) return 'added'
  return failed.profile ? 'changed' : 'refused'
}

/**
 * Ends the caller's session.
 * @throws UnauthorizedError when the session has ended already.
 */
export async function removeSession(caller: Caller): Promise<void> {
  const condition = toCondition(sessionIsOpen(caller))
  await removeSessions(caller, { UpdateExpression: 'REMOVE sessions.#sessionId', ...condition })
}

/**
 * Ends all sessions of the caller's user.
 * @throws UnauthorizedError when the caller's session has ended already.
 */
export async function removeAllSessions(caller: Caller): Promise<void> {
  await removeSessions(caller, toUpdate({ sessions: {} }, sessionIsOpen(caller)))
}

/**
 * Ends all sessions of the caller's user except the caller's own, and records a use of it.
 * @param own the caller's session as it was read.
 * @returns false when it has changed since: writing it back would undo the change, e.g. a counted wrong password.
 */
export async function removeOtherSessions(caller: Caller, own: Session): Promise<boolean> {
  const sessions = { [caller.sessionId]: { ...own, ...usedNow() } }
  const unchanged = { condition: 'sessions.#sessionId = :own', values: { ':own': own } }
  return await wasWritten(caller, toUpdate({ sessions }, sessionIsOpen(caller), unchanged))
}

async function removeSessions(caller: Caller, update: SessionsUpdate): Promise<void> {
  if (!(await wasWritten(caller, update))) throw new UnauthorizedError()
}

/** Updates the profile. Returns false when the condition fails. */
async function wasWritten(caller: Caller, update: SessionsUpdate): Promise<boolean> {
  const Update = { TableName: usersTable(), Key: usersKeys.profile(caller.userId), ...update }
  // A transaction has a request token, so that a retry after a lost response succeeds. The retry of a plain
  // update would fail, because its condition requires the session that the first attempt removed.
  return !(await writeTransaction({ profile: { Update } }))
}
