import * as z from 'zod/mini'
import { withoutSpaces } from '../hidden-characters.ts'

/** An OTP. Each request asks for its length, which may be a setting. */
export function otpOf(digits: () => number) {
  return z.string().check(
    z.overwrite(withoutSpaces),
    z.regex(/^\d+$/, 'Must be digits'),
    z.refine((otp) => otp.length === digits(), {
      error: () => `Must have ${digits()} digits`,
    }),
  )
}

export const oti = z.string().check(z.overwrite(withoutSpaces), z.minLength(1), z.maxLength(100))
