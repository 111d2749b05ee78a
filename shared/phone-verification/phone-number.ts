import * as z from 'zod/mini'
import { withoutSpaces } from '../text.ts'

// A trunk prefix or a country code, then exactly ten digits: a number of ten digits that begins with
// 91 keeps them.
const PREFIXED = /^(?:0|91|091|0091)(\d{10})$/

/**
 * An Indian phone number as documented, converted to E.164: all spellings of a number are one number.
 * Only SNS knows whether it exists.
 */
export const phoneNumber = z.pipe(
  z.object({
    code: z.literal('+91'),
    value: z
      .string()
      .check(z.overwrite(withoutSpaces), z.regex(/^\d{10,15}$/, 'Must have 10 to 15 digits')),
  }),
  z.transform(({ code, value }) => `${code}${value.replace(PREFIXED, '$1')}`),
)
