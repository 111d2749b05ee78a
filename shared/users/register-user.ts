import * as z from 'zod/mini'
import { email, firstName, lastName, major, newPassword, year } from '../accounts/fields.ts'
import { type LoggedIn, toLoggedIn } from '../accounts/logged-in.ts'
import { hashPassword } from '../accounts/password.ts'
import { issueToken } from '../accounts/token.ts'
import type { User } from '../accounts/user.ts'
import { createUser } from '../accounts/users-table.ts'
import { findPasswordProblem } from '../accounts/weak-password.ts'
import { ValidationFailedError } from '../errors.ts'
import { newObjectId } from '../object-id.ts'
import { EmailAlreadyRegisteredError } from './errors.ts'

/** The body of POST /auth/register. */
export const registration = z.object({
  email,
  password: newPassword,
  name: z.object({ first_name: firstName, last_name: z.nullish(lastName) }),
  year: z.nullish(year),
  major: z.nullish(major),
})

/**
 * Creates an account and its first session, for a client on `network`.
 * @throws ValidationFailedError for a common password, or one that is the user's own e-mail or name.
 * @throws EmailAlreadyRegisteredError, also for one of two registrations at the same time.
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
  if (!(await createUser(user))) throw new EmailAlreadyRegisteredError()
  return toLoggedIn(user, token)
}
