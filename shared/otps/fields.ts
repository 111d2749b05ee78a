import * as z from 'zod/mini'
import { withoutSpaces } from '../hidden-characters.ts'

/**
 * Makes the schema of an OTP. `digits` returns the OTP's length. It is called at each request, because
 * the length may be a setting.
 */
export function otpOf(digits: () => number) {
  return z.string().check(
    z.overwrite(withoutSpaces),
    z.regex(/^\d+$/, 'Must be digits'),
    z.refine((otp) => otp.length === digits(), {
      error: () => `Must have ${digits()} digits`,
    }),
  )
}

/** The schema of an OTI: the id of a sent OTP, which the client sends back together with that OTP. */
export const oti = z.string().check(z.overwrite(withoutSpaces), z.minLength(1), z.maxLength(100))
