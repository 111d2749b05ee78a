import * as z from 'zod/mini'
import { authenticate } from '../accounts/authenticate.ts'
import {
  boundedPassword,
  codePoints,
  lastName,
  MIN_PASSWORD,
  major,
  year,
} from '../accounts/fields.ts'
import { hashPassword, verifyPassword } from '../accounts/password.ts'
import { usedNow } from '../accounts/session.ts'
import type { Caller } from '../accounts/token.ts'
import type { User } from '../accounts/user.ts'
import { type UserChanges, updateUser, WriteRefusedError } from '../accounts/users-table.ts'
import { findPasswordProblem } from '../accounts/weak-password.ts'
import { retry } from '../aws/retry.ts'
import {
  InvalidPasswordError,
  NewPasswordTooShortError,
  NewPasswordTooWeakError,
  PasswordRequiredError,
  PasswordsDoNotMatchError,
} from './errors.ts'
import { countWrongPassword, passwordTryCondition, requirePasswordTry } from './password-tries.ts'
import { type PortalUser, toPortalUser } from './portal-user.ts'

// The portal's forms send the year as a string.
const yearOrDigit = z.union([year, z.pipe(z.enum(['1', '2', '3', '4', '5']), z.transform(Number))])

/** The body of PATCH /app/api/v1/user. Empty strings and null mean "not given". */
export const portalUserUpdate = z.object({
  user: z.object({
    firstName: z.nullish(lastName),
    lastName: z.nullish(lastName),
    major: z.nullish(major),
    year: z.nullish(
      z.union([
        yearOrDigit,
        z.pipe(
          z.literal(''),
          z.transform(() => null),
        ),
      ]),
    ),
    password: z.nullish(z.string()),
    // Normalised to NFC, the form that is hashed, so that length and equality are checked in the same form.
    newPassword: z.nullish(boundedPassword),
    confPassword: z.nullish(boundedPassword),
  }),
})

type PortalUserChanges = z.output<typeof portalUserUpdate>['user']

/**
 * Updates the profile of a caller who knows the current password: all given fields or none. A new password ends all
 * other sessions. Errors are checked in the order of the portal document (the specification of this route).
 * @throws PasswordRequiredError, InvalidPasswordError, PasswordsDoNotMatchError,
 * NewPasswordTooShortError, NewPasswordTooWeakError; RateLimitedError after too many wrong passwords.
 */
export async function updatePortalUser(
  caller: Caller,
  read: User,
  given: PortalUserChanges,
): Promise<PortalUser> {
  const { password } = given
  if (!password) throw new PasswordRequiredError()
  let user = read
  let passwordHash: string | undefined
  return await retry({ attempts: 4, pauseMs: 0 }, async () => {
    requirePasswordTry(caller, user)
    const { matches } = await verifyPassword(password, user.passwordHash)
    if (!matches) {
      await countWrongPassword(caller, user)
      throw new InvalidPasswordError()
    }
    passwordHash ??= await hashNewPassword(given, user)
    try {
      return toPortalUser(await save(caller, user, given, passwordHash))
    } catch (error) {
      if (!(error instanceof WriteRefusedError)) throw error
      user = await authenticate(caller)
      // The salt makes the hash unique. So the write has succeeded, and only its response was lost.
      if (user.passwordHash === passwordHash) return toPortalUser(user)
      throw error
    }
  })
}

/** Hashes the new password. Returns undefined (no change) when both password fields are blank or absent. */
async function hashNewPassword(
  { newPassword, confPassword }: PortalUserChanges,
  user: User,
): Promise<string | undefined> {
  if (!newPassword && !confPassword) return undefined
  if (!newPassword || newPassword !== confPassword) throw new PasswordsDoNotMatchError()
  if (codePoints(newPassword) < MIN_PASSWORD) throw new NewPasswordTooShortError()
  const problem = await findPasswordProblem(newPassword, user)
  if (problem) throw new NewPasswordTooWeakError(problem)
  return await hashPassword(newPassword)
}

async function save(
  caller: Caller,
  user: User,
  given: PortalUserChanges,
  passwordHash: string | undefined,
): Promise<User> {
  const changes: UserChanges = {
    firstName: given.firstName || undefined,
    lastName: given.lastName || undefined,
    major: given.major || undefined,
    year: given.year ?? undefined,
    updatedAt: Date.now(),
  }
  const session = user.sessions[caller.sessionId]
  if (passwordHash && session) {
    changes.passwordHash = passwordHash
    changes.sessions = { [caller.sessionId]: { ...session, ...usedNow() } }
  }
  const mayTry = passwordTryCondition()
  return await updateUser(caller, changes, {
    condition: `passwordHash = :verifiedHash AND (${mayTry.condition})`,
    names: mayTry.names,
    values: { ...mayTry.values, ':verifiedHash': user.passwordHash },
  })
}
