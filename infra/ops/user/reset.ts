import { issueRecoveryCode } from '../../../shared/password-recovery/issue-recovery-code.ts'
import { toTime } from '../print.ts'
import { AccountChangedError, defineAction, requireProfile } from './action.ts'

/** `--reset`: makes a one-time code (OTI and OTP). With it, the user sets a new password. */
export const resetAction = defineAction<true>({
  flags: '--reset',
  description: 'make a one-time code to reset the password, for a user without a verified phone',
  plan: (found) => {
    const { id } = requireProfile(found)
    return {
      effect:
        'make a one-time code that resets the password. Anyone who has the code can take over the account',
      perform: async () => {
        const code = await issueRecoveryCode(id)
        if (!code) throw new AccountChangedError()
        return [
          `For POST /auth/reset-password, valid once, until ${toTime(code.expires)}:`,
          `oti ${code.oti}`,
          `otp ${code.otp}`,
          'Give both to the user only, once you know who it is.',
        ].join('\n')
      },
    }
  },
})
