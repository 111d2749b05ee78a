import { authenticate } from '../accounts/authenticate.ts'
import type { Caller } from '../accounts/token.ts'
import type { User } from '../accounts/user.ts'
import { updateUser, WriteRefusedError } from '../accounts/users-table.ts'
import { pause } from '../aws/transaction.ts'
import type { Expression } from '../aws/update-expression.ts'
import { setting } from '../config.ts'
import { ServiceUnavailableError } from '../errors.ts'
import { RateLimitedError } from '../rate-limits/errors.ts'
import { secondsToWait, withTry } from '../rate-limits/try-counter.ts'

const WINDOW_MS = 15 * 60 * 1000
// More than the tries of a window: each round one of those that race is counted.
const ROUNDS = 16

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
  let user = read
  for (let round = 1; round <= ROUNDS; round++) {
    requirePasswordTry(user)
    const { passwordTries } = user
    try {
      await updateUser(
        caller,
        { passwordTries: withTry(passwordTries, WINDOW_MS) },
        passwordTries
          ? { condition: 'passwordTries = :readTries', values: { ':readTries': passwordTries } }
          : { condition: 'attribute_not_exists(passwordTries)' },
      )
      return
    } catch (error) {
      if (!(error instanceof WriteRefusedError)) throw error
      await pause(Math.min(round, 2))
      user = await authenticate(caller)
    }
  }
  throw new ServiceUnavailableError()
}
