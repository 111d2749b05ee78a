import * as z from 'zod/mini'
import { type NumberSetting, setting } from '../config.ts'
import { withoutSpaces } from '../hidden-characters.ts'

/** An OTP of the length that a setting has. Each request reads the setting. */
export function otpOf(digits: NumberSetting) {
  return z.string().check(
    z.overwrite(withoutSpaces),
    z.regex(/^\d+$/, 'Must be digits'),
    z.refine((otp) => otp.length === setting(digits), {
      error: () => `Must have ${setting(digits)} digits`,
    }),
  )
}

export const oti = z.string().check(z.overwrite(withoutSpaces), z.minLength(1), z.maxLength(100))
