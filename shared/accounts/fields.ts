import * as z from 'zod/mini'

// The fields of a profile: what each accepts, with its limits. Lengths count code points.

const MAX_NAME = 100
const MAX_MAJOR = 200
/** V1 document. */
const MAX_BACKGROUND_INFO = 1000
/** RFC 5321: a path has at most 256 octets, two of them its angle brackets. */
const MAX_EMAIL = 254

/** The fewest code points of a new password. Portal document. */
export const MIN_PASSWORD = 8
/** The most bytes of a password: hashing more would only cost time. */
const MAX_PASSWORD_BYTES = 1024

/** Counts code points, so that most emoji count once. */
export function codePoints(text: string): number {
  let count = 0
  for (const _ of text) count++
  return count
}

/** Whether a password has more than MAX_PASSWORD_BYTES. */
export function isPasswordTooLong(password: string): boolean {
  return Buffer.byteLength(password) > MAX_PASSWORD_BYTES
}

/** A trimmed string of at most `max` code points. JSON Schema's `maxLength` counts those as well. */
export function text(max: number): z.ZodMiniString<string> {
  return z.string().check(
    z.trim(),
    z.refine((value) => codePoints(value) <= max, `Must have at most ${max} characters`),
    z.meta({ maxLength: max }),
  )
}

export const firstName = text(MAX_NAME).check(z.minLength(1, 'Must not be blank'))
/** May be blank: some people have one name. */
export const lastName = text(MAX_NAME)
export const backgroundInfo = text(MAX_BACKGROUND_INFO)
export const attemptNumber = z.int().check(z.minimum(1))
export const attemptYear = z.int().check(z.minimum(1900), z.maximum(2100))
export const major = text(MAX_MAJOR)
/** Freshman, sophomore, junior, senior, post-senior. */
export const year = z.literal([1, 2, 3, 4, 5])

/** An e-mail address, trimmed and in lower case: as it is stored, compared and returned. */
export const email = z.pipe(
  z.string().check(z.trim(), z.toLowerCase()),
  z.email().check(z.maxLength(MAX_EMAIL)),
)

/** A new password. It is neither trimmed nor truncated. */
export const newPassword = z.string().check(
  z.refine(
    (value) => codePoints(value) >= MIN_PASSWORD,
    `Must have at least ${MIN_PASSWORD} characters`,
  ),
  z.refine((value) => !isPasswordTooLong(value), `Must have at most ${MAX_PASSWORD_BYTES} bytes`),
)
