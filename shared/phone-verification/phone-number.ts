import * as z from 'zod/mini'
import { withoutSpaces } from '../hidden-characters.ts'

// A trunk prefix or a country code, then exactly ten digits: a number of ten digits that begins with
// 91 keeps them.
const PREFIXED = /^(?:0|91|091|0091)(\d{10})$/
const DIGITS = /^\d{10,15}$/
// India's National Numbering Plan gives mobiles ten digits, the first from 6 to 9.
const MOBILE = /^[6-9]\d{9}$/

/**
 * An Indian mobile number as documented, converted to E.164: all spellings of a number are one number.
 * Only SNS knows whether it exists.
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
