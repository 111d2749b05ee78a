import type { NumberRange, NumberSetting } from '../../shared/config.ts'
import { purgeLimits } from '../../shared/erasure/limits.ts'
import { loginLimits } from '../../shared/login/limits.ts'
import { syncLimits } from '../../shared/mcq-stats/limits.ts'
import { otpLimits } from '../../shared/otps/limits.ts'
import { recoveryLimits } from '../../shared/password-recovery/limits.ts'
import { phoneOtpLimits } from '../../shared/phone-verification/limits.ts'
import { portalLimits } from '../../shared/portal/limits.ts'
import { pictureLimits } from '../../shared/profile-picture/limits.ts'
import { reportLimits } from '../../shared/reports/limits.ts'
import { registrationLimits } from '../../shared/users/limits.ts'

/** The default and the range of every number that functions read, collected from the features. */
export const numberRanges: Readonly<Record<NumberSetting, NumberRange>> = {
  ...registrationLimits,
  ...loginLimits,
  ...portalLimits,
  ...otpLimits,
  ...phoneOtpLimits,
  ...recoveryLimits,
  ...pictureLimits,
  ...reportLimits,
  ...syncLimits,
  ...purgeLimits,
}

/** The defaults, which a stage can override. */
export const defaultNumbers = Object.fromEntries(
  Object.entries(numberRanges).map(([name, range]) => [name, range.default]),
) as Record<NumberSetting, number>
