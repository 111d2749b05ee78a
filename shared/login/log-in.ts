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
import { emailAndNetworkCounter, emailCounter, networkCounter } from './counters.ts'
import { InvalidCredentialsError } from './errors.ts'
import { EMAIL_AND_NETWORK_WINDOW_MS, EMAIL_WINDOW_MS, NETWORK_WINDOW_MS } from './limits.ts'
import { sessionsToEvict } from './sessions-to-evict.ts'

/** The body of POST /auth/login. */
export const credentials = z.object({ email, password: z.string().check(z.minLength(1)) })

/** An id that no user has. A login with an unknown e-mail reads it, so that it takes as long as any other login. */
const NO_USER_ID = '0'.repeat(24)

/**
 * Opens a session for a client on `network` (IPv4 address or IPv6 /64). Only failed tries count against the limits.
 * They are counted before the response, so parallel guesses gain nothing. A network is known when the account has an
 * open session from it. The limit per e-mail does not apply there, so strangers cannot lock the owner out.
 * @throws InvalidCredentialsError, the same for an unknown e-mail and a wrong password.
 * @throws RateLimitedError after too many wrong passwords for this e-mail or from this network.
 */
export async function logIn(
  given: z.output<typeof credentials>,
  network: string,
): Promise<LoggedIn> {
  const networkLimits = networkLimitsOf(given.email, network)
  const perEmail = emailLimitOf(given.email)
  // Checked in parallel with the other reads. Whether this limit applies is known only after the profile is read.
  const emailHasRoom = requireRoom([perEmail])
  emailHasRoom.catch(() => undefined)
  const [userId] = await Promise.all([findUserIdByEmail(given.email), requireRoom(networkLimits)])
  // Each attempt reads the profile again: another login or a password change may have changed it.
  return await retry({ attempts: 8 }, async () => {
    const user = await getUser(userId ?? NO_USER_ID)
    const isKnownNetwork = user !== undefined && hasSessionFrom(network, user)
    if (!isKnownNetwork) await emailHasRoom
    const { matches, outdated } = await verifyPassword(
      given.password,
      user?.passwordHash ?? NO_PASSWORD_HASH,
    )
    if (!user || !matches) {
      // Counts a try from a known network too, so that the count does not reveal which networks are known.
      const countedPerEmail = countFailedTry([perEmail])
      await Promise.all([
        countFailedTry(networkLimits),
        isKnownNetwork ? countedPerEmail.catch(ignoreRateLimit) : countedPerEmail,
      ])
      count('LoginsRefused')
      throw new InvalidCredentialsError()
    }
    const passwordHash = outdated ? await hashPassword(given.password) : undefined
    const limits = isKnownNetwork ? networkLimits : [...networkLimits, perEmail]
    return await openSession(user, network, limits, passwordHash)
  })
}

async function openSession(
  user: User,
  network: string,
  limits: readonly TryLimit[],
  passwordHash: string | undefined,
): Promise<LoggedIn> {
  const token = issueToken(user.id, network)
  const evicted = sessionsToEvict(user.sessions, MAX_SESSIONS)
  const result = await addSession(
    user,
    token,
    { max: MAX_SESSIONS, evicted, passwordHash },
    limits.map(enforce),
  )
  if (result === 'added') return toLoggedIn(user, token)
  if (result === 'refused') await requireRoom(limits)
  throw new TryAgainError()
}

function hasSessionFrom(network: string, { sessions }: User): boolean {
  return Object.values(sessions).some((session) => session.network === network && isOpen(session))
}

function ignoreRateLimit(error: unknown): void {
  if (!(error instanceof RateLimitedError)) throw error
}

/** The limits that apply to every login: per e-mail address and network, and per network. */
function networkLimitsOf(address: string, network: string): TryLimit[] {
  return [
    failedTries(emailAndNetworkCounter(address, network), {
      max: setting('loginTriesPerEmailAndIp'),
      windowMs: EMAIL_AND_NETWORK_WINDOW_MS,
    }),
    failedTries(networkCounter(network), {
      max: setting('loginTriesPerIp'),
      windowMs: NETWORK_WINDOW_MS,
    }),
  ]
}

/** The limit per e-mail address, which does not apply to a known network. */
function emailLimitOf(address: string): TryLimit {
  return failedTries(emailCounter(address), {
    max: setting('loginTriesPerEmail'),
    windowMs: EMAIL_WINDOW_MS,
  })
}
