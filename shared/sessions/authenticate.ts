import { timingSafeEqual } from 'node:crypto'
import type { User } from '../users/user.ts'
import { getUser } from '../users/users-table.ts'
import { UnauthorizedError } from './errors.ts'
import type { Caller, Session } from './token.ts'

/**
 * Proves a caller with one strongly consistent read, which is also the profile.
 * @throws UnauthorizedError when the user or the session is gone, over or another's.
 */
export async function authenticate(caller: Caller): Promise<User> {
  const user = await getUser(caller.userId)
  const session = user?.sessions[caller.sessionId]
  if (!user || !session || !isOpenFor(session, caller)) throw new UnauthorizedError()
  return user
}

function isOpenFor(session: Session, caller: Caller): boolean {
  return (
    timingSafeEqual(Buffer.from(session.secretHash), Buffer.from(caller.secretHash)) &&
    session.expiresAt > Date.now()
  )
}
