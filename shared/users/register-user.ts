import * as z from 'zod/mini'
import { email, firstName, lastName, major, newPassword, year } from '../accounts/fields.ts'
import { type LoggedIn, toLoggedIn } from '../accounts/logged-in.ts'
import { hashPassword } from '../accounts/password.ts'
import { issueToken } from '../accounts/token.ts'
import type { User } from '../accounts/user.ts'
import { createUser } from '../accounts/users-table.ts'
import { findPasswordProblem } from '../accounts/weak-password.ts'
import { writeTransaction } from '../aws/transaction.ts'
import { setting } from '../config.ts'
import { ValidationFailedError } from '../errors.ts'
import { newObjectId } from '../object-id.ts'
import { fixedWindow } from '../rate-limits/fixed-window.ts'
import { enforce, type Limit, requireNoneRefused } from '../rate-limits/limiter.ts'
import { EmailAlreadyRegisteredError } from './errors.ts'
import { REGISTRATIONS_WINDOW_MS } from './limits.ts'

/** The body of POST /auth/register. */
export const registration = z.object({
  email,
  password: newPassword,
  name: z.object({ first_name: firstName, last_name: z.nullish(lastName) }),
  year: z.nullish(year),
  major: z.nullish(major),
})

/**
 * Creates an account and its first session, for a client on `network` (IPv4 address or IPv6 /64). The same transaction
 * counts the registration against the limit of the network.
 * @throws ValidationFailedError for a common password, or a password that is the user's e-mail address or name.
 * @throws EmailAlreadyRegisteredError for a taken address. When two clients register the same address at the same time,
 * one of them gets this error.
 * @throws RateLimitedError after too many registrations from this network.
 */
export async function registerUser(
  given: z.output<typeof registration>,
  network: string,
): Promise<LoggedIn> {
  const { first_name: firstName, last_name } = given.name
  const lastName = last_name ?? ''
  const owner = { email: given.email, firstName, lastName }
  const problem = await findPasswordProblem(given.password, owner)
  if (problem) throw new ValidationFailedError([{ path: 'password', message: problem }])
  const id = newObjectId()
  const token = issueToken(id, network)
  const now = Date.now()
  const user: User = {
    id,
    ...owner,
    passwordHash: await hashPassword(given.password),
    year: given.year ?? undefined,
    major: given.major || undefined,
    points: 0,
    createdAt: now,
    updatedAt: now,
    sessions: { [token.sessionId]: token.session },
  }
  const limit = networkLimit(network)
  const failed = await createUser(user, [enforce(limit)])
  if (!failed) return toLoggedIn(user, token)
  await requireNoneRefused([limit], failed.also)
  // A request with a taken address counts too. Otherwise a client could find out without limit which addresses are
  // registered.
  const refused = await writeTransaction({ limits: [enforce(limit)] })
  await requireNoneRefused([limit], refused?.limits)
  throw new EmailAlreadyRegisteredError()
}

function networkLimit(network: string): Limit {
  return fixedWindow(
    { name: 'registrations', subject: network },
    { max: setting('registrationsPerIp'), windowMs: REGISTRATIONS_WINDOW_MS },
  )
}
