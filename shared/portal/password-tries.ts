import { authenticate } from '../accounts/authenticate.ts'
import { removeSession } from '../accounts/stored-sessions.ts'
import type { Caller } from '../accounts/token.ts'
import type { User } from '../accounts/user.ts'
import { updateUser } from '../accounts/users-table.ts'
import type { Expression } from '../aws/expressions.ts'
import { retry } from '../aws/retry.ts'
import { setting } from '../config.ts'
import { RateLimitedError } from '../rate-limits/errors.ts'
import { nextTryAt, type TryCounter, tryCondition, withTry } from '../rate-limits/try-counter.ts'
import { MAX_WRONG_PASSWORDS, PASSWORD_TRIES_WINDOW_MS } from './limits.ts'

// Limits wrong current passwords. The counter is part of the session. So a thief with the token of one session
// cannot use up the tries of the owner's other sessions, and one conditional update can check the counter and
// change the password. How the counter works: rate-limits/try-counter.ts.
const COUNTER = 'sessions.#sessionId.passwordTries'
const TOTAL = 'sessions.#sessionId.wrongPasswords'

/** Requires that this session may try a password. @throws RateLimitedError after too many wrong passwords. */
export function requirePasswordTry({ sessionId }: Caller, user: User): void {
  const roomAt = nextTryAt(triesOf(sessionId, user), setting('passwordTries'))
  if (roomAt > Date.now()) throw RateLimitedError.until(roomAt)
}

/** Makes the check of `requirePasswordTry` as a DynamoDB condition, for the write that follows a correct password. */
export function passwordTryCondition(): Required<Expression> {
  return tryCondition(setting('passwordTries'), COUNTER)
}

/**
 * Counts a wrong password. Await it before you respond. Otherwise parallel guesses could get more responses than the
 * limit allows. Ends the session after too many wrong passwords in all.
 * @throws RateLimitedError when other guesses have used up the limit.
 */
export async function countWrongPassword(caller: Caller, read: User): Promise<void> {
  // When guesses run in parallel, each round of attempts counts only one of them. So there are more attempts (16)
  // than tries are allowed by default (10).
  const { sessions } = await retry({ attempts: 16, maxPauseMs: 80 }, async (attempt) => {
    const user = attempt === 1 ? read : await authenticate(caller)
    requirePasswordTry(caller, user)
    const tries = triesOf(caller.sessionId, user)
    const counted = withTry(tries, PASSWORD_TRIES_WINDOW_MS)
    return await updateUser(
      caller,
      {},
      {
        assignments: `${COUNTER} = :countedTries, ${TOTAL} = if_not_exists(${TOTAL}, :none) + :one`,
        condition: tries ? `${COUNTER} = :readTries` : `attribute_not_exists(${COUNTER})`,
        values: {
          ':countedTries': counted,
          ':none': 0,
          ':one': 1,
          ...(tries && { ':readTries': tries }),
        },
      },
    )
  })
  const { wrongPasswords = 0 } = sessions[caller.sessionId] ?? {}
  if (wrongPasswords >= MAX_WRONG_PASSWORDS) await removeSession(caller)
}

function triesOf(sessionId: string, { sessions }: User): TryCounter | undefined {
  return sessions[sessionId]?.passwordTries
}
