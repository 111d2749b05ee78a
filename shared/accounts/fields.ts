import * as z from 'zod/mini'
import { hasHiddenCharacters, looksBlank } from '../hidden-characters.ts'
import { isShortEnoughForNfc } from './nfc.ts'

// The fields of a profile: what each accepts, with its limits. Lengths count code points.

const MAX_NAME = 100
const MAX_MAJOR = 200
/** V1 document. */
const MAX_BACKGROUND_INFO = 1000
/** RFC 5321: a path has at most 256 octets, two of them its angle brackets. */
export const MAX_EMAIL = 254

/** The fewest code points of a new password. Portal document. */
export const MIN_PASSWORD = 8
/** The most bytes of a password: hashing more would only cost time. */
export const MAX_PASSWORD_BYTES = 1024

/** Counts code points, so that most emoji count once. */
export function codePoints(text: string): number {
  let count = 0
  for (const _ of text) count++
  return count
}

/**
 * A trimmed string of at most `max` code points (JSON Schema's `maxLength` counts them too). It has no
 * control or format characters, and at least one visible character unless it is empty. `lines` allows
 * tabs and line breaks.
 */
export function text(max: number, { lines = false } = {}): z.ZodMiniString<string> {
  return z.string().check(
    z.trim(),
    z.refine((value) => codePoints(value) <= max, `Must have at most ${max} characters`),
    z.refine(
      (value) => !hasHiddenCharacters(value, { lines }) && !looksBlank(value),
      'Must have visible characters, and no control or format characters',
    ),
    z.meta({ maxLength: max }),
  )
}

export const firstName = text(MAX_NAME).check(z.minLength(1, 'Must not be blank'))
/** May be blank: some people have one name. */
export const lastName = text(MAX_NAME)
export const backgroundInfo = text(MAX_BACKGROUND_INFO, { lines: true })
export const attemptNumber = z.int().check(z.minimum(1))
export const attemptYear = z.int().check(z.minimum(1900), z.maximum(2100))
export const major = text(MAX_MAJOR)
/** Freshman, sophomore, junior, senior, post-senior. */
export const year = z.literal([1, 2, 3, 4, 5])

// A valid e-mail address of the HTML standard, "E-mail state (type=email)": what browsers accept. Except
// the domain `invalid`, which never exists (RFC 2606, section 2): placeholders of freed addresses have it.
const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?'
const EMAIL = new RegExp(
  `^(?!.*[@.]invalid$)[a-z0-9.!#$%&'*+/=?^_\\x60{|}~-]+@${LABEL}(?:\\.${LABEL})*$`,
)

/**
 * An e-mail address, trimmed and in lower case: as it is stored, compared and returned. Its grammar is that of
 * `<input type=email>` (HTML standard): ASCII only, so internationalised addresses need their ASCII form.
 */
export const email = z.pipe(
  z.string().check(z.trim(), z.toLowerCase()),
  z.email({ pattern: EMAIL }).check(z.maxLength(MAX_EMAIL)),
)

const TOO_LONG = `Must have at most ${MAX_PASSWORD_BYTES} bytes`

/**
 * A password of bounded size. It is neither trimmed nor truncated, but normalised: macOS and iOS may type other code
 * points than Android and Windows for the same characters (NIST SP 800-63B-4, 3.1.1.2). A text that is far too long
 * is refused before that, because normalising 100,000 combining characters takes seconds.
 */
export const boundedPassword = z.string().check(
  z.refine(isShortEnoughForNfc, { error: TOO_LONG, abort: true }),
  z.normalize('NFC'),
  z.refine((value) => Buffer.byteLength(value) <= MAX_PASSWORD_BYTES, TOO_LONG),
)

/** A new password, with the portal's shortest length. */
export const newPassword = boundedPassword.check(
  z.refine(
    (value) => codePoints(value) >= MIN_PASSWORD,
    `Must have at least ${MIN_PASSWORD} characters`,
  ),
)
