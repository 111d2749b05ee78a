import * as z from 'zod/mini'
import { email } from '../accounts/fields.ts'
import { type LoggedIn, toLoggedIn } from '../accounts/logged-in.ts'
import { hashPassword, NO_PASSWORD_HASH, verifyPassword } from '../accounts/password.ts'
import { addSession } from '../accounts/stored-sessions.ts'
import { issueToken, MAX_SESSIONS } from '../accounts/token.ts'
import type { User } from '../accounts/user.ts'
import { findUserIdByEmail, getUser } from '../accounts/users-table.ts'
import { retry, TryAgainError } from '../aws/retry.ts'
import { setting } from '../config.ts'
import { count } from '../metrics.ts'
import { countTry, requireRoom, roomConditions, type TryLimit } from '../rate-limits/try-limit.ts'
import { InvalidCredentialsError } from './errors.ts'

/** What somebody gives to log in. */
export const credentials = z.object({ email, password: z.string().check(z.minLength(1)) })

const MINUTE_MS = 60 * 1000
/** Nobody's id: read for an unknown e-mail, so that it takes as long as a known one. */
const NO_USER_ID = '0'.repeat(24)

/**
 * Opens a session. Only failed tries count against the limits, and a try is counted before its
 * outcome is told, so that parallel guesses are not worth more than guesses in a row.
 * @throws InvalidCredentialsError for an unknown e-mail and a wrong password alike.
 * @throws RateLimitedError when this e-mail has seen too many wrong passwords.
 */
export async function logIn(given: z.output<typeof credentials>, ip: string): Promise<LoggedIn> {
  const limits = loginLimits(given.email, ip)
  const [userId] = await Promise.all([findUserIdByEmail(given.email), requireRoom(limits)])
  // Others may log in, or change the password, at the same time: then read again.
  return await retry({ attempts: 8 }, async () => {
    const user = await getUser(userId ?? NO_USER_ID)
    const { matches, outdated } = await verifyPassword(
      given.password,
      user?.passwordHash ?? NO_PASSWORD_HASH,
    )
    if (!user || !matches) {
      await countTry(limits)
      count('LoginsRefused')
      throw new InvalidCredentialsError()
    }
    const passwordHash = outdated ? await hashPassword(given.password) : undefined
    return await openSession(user, limits, passwordHash)
  })
}

async function openSession(
  user: User,
  limits: readonly TryLimit[],
  passwordHash: string | undefined,
): Promise<LoggedIn> {
  const token = issueToken(user.id)
  const evicted = sessionToEvict(user)
  const refusal = await addSession(
    user,
    token,
    { max: MAX_SESSIONS, evicted, passwordHash },
    roomConditions(limits),
  )
  if (refusal === undefined) return toLoggedIn(user, token)
  if (refusal > 0) await requireRoom(limits)
  throw new TryAgainError()
}

/** The oldest session, when there is no room for another. */
function sessionToEvict({ sessions }: User): string | undefined {
  const ids = Object.keys(sessions)
  if (ids.length < MAX_SESSIONS) return undefined
  const createdAt = (id: string) => sessions[id]?.createdAt ?? 0
  return ids.reduce((oldest, id) => (createdAt(id) < createdAt(oldest) ? id : oldest))
}

function loginLimits(address: string, ip: string): TryLimit[] {
  return [
    {
      name: 'login-email-ip',
      subject: `${address} ${ip}`,
      max: setting('loginTriesPerEmailAndIp'),
      windowMs: 15 * MINUTE_MS,
    },
    {
      name: 'login-email',
      subject: address,
      max: setting('loginTriesPerEmail'),
      windowMs: 60 * MINUTE_MS,
    },
  ]
}
