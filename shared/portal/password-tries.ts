import { authenticate } from '../accounts/authenticate.ts'
import type { Caller } from '../accounts/token.ts'
import type { User } from '../accounts/user.ts'
import { updateUser } from '../accounts/users-table.ts'
import { retry } from '../aws/retry.ts'
import type { Expression } from '../aws/update-expression.ts'
import { setting } from '../config.ts'
import { RateLimitedError } from '../rate-limits/errors.ts'
import { secondsToWait, withTry } from '../rate-limits/try-counter.ts'

const WINDOW_MS = 15 * 60 * 1000

/** @throws RateLimitedError when there were too many wrong passwords in the last 15 minutes. */
export function requirePasswordTry(user: User): void {
  const wait = secondsToWait(user.passwordTries, setting('passwordTries'))
  if (wait > 0) throw new RateLimitedError(wait)
}

/** The same as a condition on the write that a right password leads to. */
export function triesHaveRoom(): Required<Expression> {
  return {
    condition:
      'attribute_not_exists(passwordTries) OR passwordTries.windowEndsAt <= :triesNow ' +
      'OR passwordTries.#count < :triesMax',
    names: { '#count': 'count' },
    values: { ':triesNow': Date.now(), ':triesMax': setting('passwordTries') },
  }
}

/**
 * Counts a wrong password before it is told: of parallel guesses only as many are ever answered
 * as fit into the window.
 * @throws RateLimitedError when the others have used it up.
 */
export async function countWrongPassword(caller: Caller, read: User): Promise<void> {
  // Of guesses that race, each round counts one. More attempts than tries, so that all are counted.
  await retry({ attempts: 16, maxPauseMs: 80 }, async (attempt) => {
    const user = attempt === 1 ? read : await authenticate(caller)
    requirePasswordTry(user)
    const { passwordTries } = user
    await updateUser(
      caller,
      { passwordTries: withTry(passwordTries, WINDOW_MS) },
      passwordTries
        ? { condition: 'passwordTries = :readTries', values: { ':readTries': passwordTries } }
        : { condition: 'attribute_not_exists(passwordTries)' },
    )
  })
}
