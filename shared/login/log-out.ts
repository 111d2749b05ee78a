import * as z from 'zod/mini'
import { authenticate } from '../accounts/authenticate.ts'
import {
  removeAllSessions,
  removeOtherSessions,
  removeSession,
} from '../accounts/stored-sessions.ts'
import type { Caller } from '../accounts/token.ts'
import { retry, TryAgainError } from '../aws/retry.ts'

/** The body of POST /auth/logout. Without a scope or a body, `this` session ends. */
export const logoutRequest = z.optional(
  z.object({ scope: z.optional(z.enum(['this', 'others', 'all'])) }),
)

/**
 * Ends the caller's session, all other sessions of the user, or all sessions, in one write. Only `others` needs a
 * read before the write, to keep the caller's session.
 * @throws UnauthorizedError when the caller's session has ended already.
 * @throws ServiceUnavailableError when the session changes at each of eight attempts to end the others.
 */
export async function logOut(
  caller: Caller,
  given: z.output<typeof logoutRequest>,
): Promise<{ message: string }> {
  const scope = given?.scope ?? 'this'
  if (scope === 'this') await removeSession(caller)
  else if (scope === 'all') await removeAllSessions(caller)
  else await retry({ attempts: 8 }, async () => await endOthers(caller))
  return { message: 'Operation completed successfully.' }
}

async function endOthers(caller: Caller): Promise<void> {
  const { sessions } = await authenticate(caller)
  const own = sessions[caller.sessionId]
  if (!own || !(await removeOtherSessions(caller, own))) throw new TryAgainError()
}
