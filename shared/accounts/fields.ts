import * as z from 'zod/mini'

// One place for the limits of what a user may say of themselves. Lengths count code points.
const MAX_NAME = 100
const MAX_MAJOR = 200
export const MAX_PASSWORD_BYTES = 1024

/** The least number of code points of a new password. */
export const MIN_PASSWORD = 8

/** Number of code points, so that an emoji counts once. */
export function codePoints(text: string): number {
  let count = 0
  for (const _ of text) count++
  return count
}

/** Whether a new password is longer than is hashed: 1,024 bytes. */
export function isPasswordTooLong(password: string): boolean {
  return Buffer.byteLength(password) > MAX_PASSWORD_BYTES
}

/** A trimmed string of at most `max` code points, which JSON Schema counts as well. */
export function text(max: number): z.ZodMiniString<string> {
  return z.string().check(
    z.trim(),
    z.refine((value) => codePoints(value) <= max, `Must have at most ${max} characters`),
    z.meta({ maxLength: max }),
  )
}

export const firstName = text(MAX_NAME).check(z.minLength(1, 'Must not be blank'))
export const lastName = text(MAX_NAME)
export const major = text(MAX_MAJOR)
/** Freshman, sophomore, junior, senior, post-senior. */
export const year = z.literal([1, 2, 3, 4, 5])

/** An e-mail address, trimmed and in lower case: so it is stored, compared and shown. */
export const email = z.pipe(
  z.string().check(z.trim(), z.toLowerCase()),
  z.email().check(z.maxLength(254)),
)

/** A password to be set; taken as it is, neither trimmed nor cut. */
export const newPassword = z.string().check(
  z.refine((value) => codePoints(value) >= MIN_PASSWORD, 'Must have at least 8 characters'),
  z.refine((value) => !isPasswordTooLong(value), `Must have at most ${MAX_PASSWORD_BYTES} bytes`),
)
