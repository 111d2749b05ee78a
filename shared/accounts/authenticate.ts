import { timingSafeEqual } from 'node:crypto'
import { UnauthorizedError } from './errors.ts'
import { isOpen, type Session } from './session.ts'
import type { Caller } from './token.ts'
import type { User } from './user.ts'
import { getUser } from './users-table.ts'

/**
 * Authenticates a caller with one strongly consistent read of the profile, and returns the profile.
 * @throws UnauthorizedError when the user or the session does not exist, the session has expired, or
 * the secret is wrong.
 */
export async function authenticate(caller: Caller): Promise<User> {
  const user = await getUser(caller.userId)
  const session = user?.sessions[caller.sessionId]
  const isAuthentic = session && isSecretOf(session, caller) && isOpen(session)
  if (!user || !isAuthentic) throw new UnauthorizedError()
  return user
}

/**
 * Authenticates a caller while `work` is already running, so that both take the time of one round trip.
 * Returns the profile and the result of `work`. When the authentication fails, throws only its error: the
 * caller never gets the result or the error of `work`. In `work`, await `authenticated` before a step that must not
 * run for an unauthenticated caller.
 */
export async function authenticateInParallel<T>(
  caller: Caller,
  work: (authenticated: Promise<User>) => Promise<T>,
): Promise<[User, T]> {
  const authenticated = authenticate(caller)
  const working = work(authenticated)
  // Prevents an unhandled rejection when the work fails before the caller is authenticated.
  working.catch(() => undefined)
  return [await authenticated, await working]
}

function isSecretOf(session: Session, caller: Caller): boolean {
  return timingSafeEqual(Buffer.from(session.secretHash), Buffer.from(caller.secretHash))
}
