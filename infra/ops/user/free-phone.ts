import { freePhone } from '../../../shared/phone-verification/phone-claims.ts'
import { AccountChangedError, defineAction, requireProfile } from './action.ts'

/** `--free-phone`: takes the verified phone from the account. Another account can then verify it. */
export const freePhoneAction = defineAction<true>({
  flags: '--free-phone',
  description: 'remove the verified phone from the account and free it',
  plan: (found) => {
    const { id, phone } = requireProfile(found)
    if (!phone) throw new Error('The account has no verified phone.')
    return {
      effect: `remove the phone ${phone} from the account and free it for others`,
      perform: async () => {
        if (!(await freePhone(id, phone))) throw new AccountChangedError()
        return `${phone} is free.`
      },
    }
  },
})
