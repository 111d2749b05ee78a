import { removeSession } from '../accounts/stored-sessions.ts'
import type { Caller } from '../accounts/token.ts'

/**
 * Ends the caller's session, and only this one.
 * @throws UnauthorizedError when it has ended already.
 */
export async function logOut(caller: Caller): Promise<{ message: string }> {
  await removeSession(caller)
  return { message: 'Operation completed successfully.' }
}
