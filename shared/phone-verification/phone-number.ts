import * as z from 'zod/mini'
import { withoutSpaces } from '../hidden-characters.ts'

// A trunk prefix (0) or a country code, then exactly ten digits. So a number of ten digits that begins with 91 is
// not shortened.
const PREFIXED = /^(?:0|91|091|0091)(\d{10})$/
/** A number of ten digits, with the longest prefixes that clients send. */
const DIGITS = /^\d{10,15}$/
// India's National Numbering Plan gives mobiles ten digits, the first from 6 to 9.
const MOBILE = /^[6-9]\d{9}$/

/**
 * The schema of an Indian mobile number. Converts it to E.164, so that all spellings of a number become the same text.
 * Only SNS can find out whether the number exists.
 */
export const phoneNumber = z.pipe(
  z
    .object({
      code: z.literal('+91'),
      value: z
        .string()
        .check(
          z.overwrite(withoutSpaces),
          z.regex(DIGITS, { error: 'Must have 10 to 15 digits', abort: true }),
        ),
    })
    .check(
      z.refine(({ value }) => MOBILE.test(toTenDigits(value)), {
        path: ['value'],
        error: 'Must be an Indian mobile number',
      }),
    ),
  z.transform(({ code, value }) => `${code}${toTenDigits(value)}`),
)

function toTenDigits(value: string): string {
  return value.replace(PREFIXED, '$1')
}
