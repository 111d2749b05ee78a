import { timingSafeEqual } from 'node:crypto'
import { UnauthorizedError } from './errors.ts'
import type { Caller, Session } from './token.ts'
import type { User } from './user.ts'
import { getUser } from './users-table.ts'

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

/**
 * Proves a caller while something is already being done for them, so that both are one round trip.
 * What comes of that, or why it failed, is told only to who has passed: everybody else gets the 401.
 * Work that is not to begin for just anybody awaits `proven` itself.
 */
export async function authenticateBeside<T>(
  caller: Caller,
  work: (proven: Promise<User>) => Promise<T>,
): Promise<[User, T]> {
  const proven = authenticate(caller)
  const working = work(proven)
  // Until it is awaited, its failure must not be "unhandled".
  working.catch(() => undefined)
  return [await proven, await working]
}

function isOpenFor(session: Session, caller: Caller): boolean {
  return (
    timingSafeEqual(Buffer.from(session.secretHash), Buffer.from(caller.secretHash)) &&
    session.expiresAt > Date.now()
  )
}
