import { authenticate } from '../accounts/authenticate.ts'
import type { Caller } from '../accounts/token.ts'
import type { User } from '../accounts/user.ts'
import { updateUser } from '../accounts/users-table.ts'
import type { Expression } from '../aws/expressions.ts'
import { retry } from '../aws/retry.ts'
import { setting } from '../config.ts'
import { RateLimitedError } from '../rate-limits/errors.ts'
import { hasRoomForTry, roomForTryAt, withTry } from '../rate-limits/try-counter.ts'
import { PASSWORD_TRIES_WINDOW_MS } from './limits.ts'

// This counter is an attribute of the profile, so that one conditional update requires room in it and
// changes the password. It uses the window logic of rate-limits/.

/** @throws RateLimitedError after too many wrong passwords. */
export function requirePasswordTry(user: User): void {
  const roomAt = roomForTryAt(user.passwordTries, setting('passwordTries'))
  if (roomAt > Date.now()) throw RateLimitedError.until(roomAt)
}

/** The same as a condition, for the write that a right password leads to. */
export function hasRoomForPasswordTry(): Required<Expression> {
  return hasRoomForTry(setting('passwordTries'), 'passwordTries')
}

/**
 * Counts a wrong password. Called before the client gets the response, so that parallel guesses get
 * at most as many responses as fit into the window.
 * @throws RateLimitedError when other guesses have used up the window.
 */
export async function countWrongPassword(caller: Caller, read: User): Promise<void> {
  // Of guesses that race, each round counts one. More attempts than tries, so that all are counted.
  await retry({ attempts: 16, maxPauseMs: 80 }, async (attempt) => {
    const user = attempt === 1 ? read : await authenticate(caller)
    requirePasswordTry(user)
    const { passwordTries } = user
    await updateUser(
      caller,
      { passwordTries: withTry(passwordTries, PASSWORD_TRIES_WINDOW_MS) },
      passwordTries
        ? { condition: 'passwordTries = :readTries', values: { ':readTries': passwordTries } }
        : { condition: 'attribute_not_exists(passwordTries)' },
    )
  })
}
