import { hashPassword } from '../../shared/accounts/password.ts'
import { issueToken } from '../../shared/accounts/token.ts'
import type { User } from '../../shared/accounts/user.ts'
import { newObjectId } from '../../shared/object-id.ts'
import { freshEmail, PASSWORD } from './accounts.ts'

// Hashing a password takes 30 ms, and most tests need an account, not a registration.

let hash: Promise<string> | undefined

/**
 * A user named John Smith with a session, as a registration stores them, and the session's token. All of
 * them have the same password hash.
 */
export async function newUser(
  network: string,
  id = newObjectId(),
): Promise<{ user: User; token: string }> {
  hash ??= hashPassword(PASSWORD)
  const { accessToken, sessionId, session } = issueToken(id, network)
  const now = Date.now()
  const user: User = {
    id,
    email: freshEmail(),
    firstName: 'John',
    lastName: 'Smith',
    passwordHash: await hash,
    points: 0,
    createdAt: now,
    updatedAt: now,
    sessions: { [sessionId]: session },
  }
  return { user, token: accessToken }
}
