import * as z from 'zod/mini'
import { email } from '../accounts/fields.ts'
import { MAX_SESSIONS } from '../accounts/limits.ts'
import { type LoggedIn, toLoggedIn } from '../accounts/logged-in.ts'
import { hashPassword, NO_PASSWORD_HASH, verifyPassword } from '../accounts/password.ts'
import { isOpen } from '../accounts/session.ts'
import { addSession } from '../accounts/stored-sessions.ts'
import { issueToken } from '../accounts/token.ts'
import type { User } from '../accounts/user.ts'
import { findUserIdByEmail, getUser } from '../accounts/users-table.ts'
import { retry, TryAgainError } from '../aws/retry.ts'
import { setting } from '../config.ts'
import { count } from '../metrics.ts'
import { RateLimitedError } from '../rate-limits/errors.ts'
import { countFailedTry, failedTries, type TryLimit } from '../rate-limits/failed-tries.ts'
import { enforce, requireRoom } from '../rate-limits/limiter.ts'
import { emailCounter } from './email-counter.ts'
import { InvalidCredentialsError } from './errors.ts'
import { EMAIL_AND_IP_WINDOW_MS, EMAIL_WINDOW_MS, IP_WINDOW_MS } from './limits.ts'
import { sessionToEvict } from './session-to-evict.ts'

/** The body of POST /auth/login. */
export const credentials = z.object({ email, password: z.string().check(z.minLength(1)) })

/** No user has this id. Reading it makes a login with an unknown e-mail take the same time. */
const NO_USER_ID = '0'.repeat(24)

/**
 * Opens a session for a client on the network `ip`. Only failed tries count against the limits. They
 * are counted before the response, so parallel guesses gain nothing. The limit per e-mail does not
 * bind a network from which the account has an open session: strangers cannot lock the owner out there.
 * @throws InvalidCredentialsError for an unknown e-mail and a wrong password alike.
 * @throws RateLimitedError after too many wrong passwords for this e-mail or from this network.
 */
export async function logIn(given: z.output<typeof credentials>, ip: string): Promise<LoggedIn> {
  const always = loginLimitsOf(given.email, ip)
  const perEmail = emailLimitOf(given.email)
  // Read in parallel with the rest. Whether this limit applies is known only after the profile is read.
  const emailHasRoom = requireRoom([perEmail])
  emailHasRoom.catch(() => undefined)
  const [userId] = await Promise.all([findUserIdByEmail(given.email), requireRoom(always)])
  // Tries again, with a new read, when another login or a password change came in between.
  return await retry({ attempts: 8 }, async () => {
    const user = await getUser(userId ?? NO_USER_ID)
    const isKnownNetwork = user !== undefined && hasSessionFrom(ip, user)
    if (!isKnownNetwork) await emailHasRoom
    const { matches, outdated } = await verifyPassword(
      given.password,
      user?.passwordHash ?? NO_PASSWORD_HASH,
    )
    if (!user || !matches) {
      // Counted from a known network too, so that the count does not reveal which networks are known.
      const counted = countFailedTry([perEmail])
      await Promise.all([
        countFailedTry(always),
        isKnownNetwork ? counted.catch(ignoreRefusal) : counted,
      ])
      count('LoginsRefused')
      throw new InvalidCredentialsError()
    }
    const passwordHash = outdated ? await hashPassword(given.password) : undefined
    const limits = isKnownNetwork ? always : [...always, perEmail]
    return await openSession(user, ip, limits, passwordHash)
  })
}

async function openSession(
  user: User,
  ip: string,
  limits: readonly TryLimit[],
  passwordHash: string | undefined,
): Promise<LoggedIn> {
  const token = issueToken(user.id, ip)
  const isFull = Object.keys(user.sessions).length >= MAX_SESSIONS
  const evicted = isFull ? sessionToEvict(user.sessions) : undefined
  const refusedBy = await addSession(
    user,
    token,
    { max: MAX_SESSIONS, evicted, passwordHash },
    limits.map(enforce),
  )
  if (refusedBy === undefined) return toLoggedIn(user, token)
  if (refusedBy > 0) await requireRoom(limits)
  throw new TryAgainError()
}

function hasSessionFrom(ip: string, { sessions }: User): boolean {
  return Object.values(sessions).some((session) => session.network === ip && isOpen(session))
}

function ignoreRefusal(error: unknown): void {
  if (!(error instanceof RateLimitedError)) throw error
}

/** The limits that bind every login. */
function loginLimitsOf(address: string, ip: string): TryLimit[] {
  return [
    failedTries(
      { name: 'login-email-ip', subject: `${address} ${ip}` },
      { max: setting('loginTriesPerEmailAndIp'), windowMs: EMAIL_AND_IP_WINDOW_MS },
    ),
    failedTries(
      { name: 'login-ip', subject: ip },
      { max: setting('loginTriesPerIp'), windowMs: IP_WINDOW_MS },
    ),
  ]
}

function emailLimitOf(address: string): TryLimit {
  return failedTries(emailCounter(address), {
    max: setting('loginTriesPerEmail'),
    windowMs: EMAIL_WINDOW_MS,
  })
}
