import * as z from 'zod/mini'
import {
  hasHiddenCharacters,
  isPrintableAscii,
  looksBlank,
  withoutBreakHints,
} from '../hidden-characters.ts'
import { isShortEnoughForNfc } from './nfc.ts'

// The schemas of the profile's fields, with their limits. The document names are the specifications of the V1
// routes and of the portal's routes. Lengths of text are in code points (Unicode characters).

const MAX_NAME = 100
const MAX_MAJOR = 200
/** Source: V1 document. */
const MAX_BACKGROUND_INFO = 1000
/** RFC 5321 allows 256 octets for an address with its two angle brackets. */
export const MAX_EMAIL = 254

/** The fewest code points of a new password. Source: portal document. */
export const MIN_PASSWORD = 8
/** The most bytes of a password: hashing more would only cost time. */
export const MAX_PASSWORD_BYTES = 1024

/** Counts code points. Unlike `length`, it counts most emoji once. */
export function codePoints(text: string): number {
  let count = 0
  for (const _ of text) count++
  return count
}

/**
 * Whether a text has the character that a decoder puts where bytes are not UTF-8. API Gateway decodes a body whose
 * content-type is text or JSON, so we never see those bytes: "José" in Latin-1 arrives as "Jos\uFFFD".
 */
const isDamaged = (value: string) => value.includes('\uFFFD')
const DAMAGED = 'Must be UTF-8, and must not contain U+FFFD'

/**
 * Makes the schema of a trimmed string of at most `max` code points (JSON Schema's `maxLength` counts code
 * points too). Characters that only say where a line may break are removed. The string is empty or has a visible
 * character, and it has no control or format characters. With `multiline`, tabs, line breaks and U+FFFD are allowed:
 * long texts are often pasted, and must not be refused for one damaged character.
 */
export function text(max: number, { multiline = false } = {}): z.ZodMiniString<string> {
  return z.string().check(
    z.overwrite(withoutBreakHints),
    z.trim(),
    // A text has at most as many code points as UTF-16 units, and counting code points takes longer.
    z.refine(
      (value) => value.length <= max || codePoints(value) <= max,
      `Must have at most ${max} characters`,
    ),
    z.refine(
      (value) =>
        isPrintableAscii(value) ||
        (!hasHiddenCharacters(value, { multiline }) && !looksBlank(value)),
      'Must have visible characters, and no control or format characters',
    ),
    z.refine((value) => multiline || !isDamaged(value), DAMAGED),
    z.meta({ maxLength: max }),
  )
}

export const firstName = text(MAX_NAME).check(z.minLength(1, 'Must not be blank'))
/** May be empty, because some people have one name. */
export const lastName = text(MAX_NAME)
export const backgroundInfo = text(MAX_BACKGROUND_INFO, { multiline: true })
export const attemptNumber = z.int().check(z.minimum(1))
export const attemptYear = z.int().check(z.minimum(1900), z.maximum(2100))
export const major = text(MAX_MAJOR)
/** Freshman, sophomore, junior, senior, post-senior. */
export const year = z.literal([1, 2, 3, 4, 5])

// The e-mail addresses that browsers accept: HTML standard, "E-mail state (type=email)". The domain `invalid`
// is refused. It never exists (RFC 2606, section 2), and `placeholderEmail` (operator-writes.ts) uses it.
const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?'
const EMAIL = new RegExp(
  `^(?!.*[@.]invalid$)[a-z0-9.!#$%&'*+/=?^_\\x60{|}~-]+@${LABEL}(?:\\.${LABEL})*$`,
)

/** Converts the letters A to Z. `toLowerCase` alone would also make an ASCII letter of the Kelvin sign. */
export function toLowerCaseAscii(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
}

/**
 * An e-mail address. It is trimmed and converted to lower case; this form is stored, compared and returned. The
 * grammar is that of `<input type=email>` in HTML: ASCII only, so internationalised addresses need their ASCII form.
 */
export const email = z.pipe(
  z.string().check(z.trim(), z.overwrite(toLowerCaseAscii)),
  z.email({ pattern: EMAIL }).check(z.maxLength(MAX_EMAIL)),
)

const TOO_LONG = `Must have at most ${MAX_PASSWORD_BYTES} bytes`

/**
 * A password of bounded size. It is not trimmed or truncated. It is normalised to NFC (one form of each character),
 * because systems may type different code points for the same character (NIST SP 800-63B-4, 3.1.1.2). A text that is
 * far too long is refused before that, because normalising 100,000 combining characters takes seconds. U+FFFD is
 * refused: with it in place of every accented letter, many passwords would be one.
 */
export const boundedPassword = z.string().check(
  z.refine(isShortEnoughForNfc, { error: TOO_LONG, abort: true }),
  z.normalize('NFC'),
  z.refine((value) => Buffer.byteLength(value) <= MAX_PASSWORD_BYTES, TOO_LONG),
  z.refine((value) => !isDamaged(value), DAMAGED),
)

/** A new password: bounded, and at least as long as the portal document requires. */
export const newPassword = boundedPassword.check(
  z.refine(
    (value) => codePoints(value) >= MIN_PASSWORD,
    `Must have at least ${MIN_PASSWORD} characters`,
  ),
)
