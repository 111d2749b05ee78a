import { credentialsUnchanged } from '../accounts/stored-password.ts'
import { getUser } from '../accounts/users-table.ts'
import { writeTransaction } from '../aws/transaction.ts'
import { ServiceUnavailableError } from '../errors.ts'
import { hashOti, newOti, newOtp } from '../otps/otp.ts'
import { otpsKeys } from '../otps/otps-table.ts'
import { putOtp } from '../otps/stored-otps.ts'
import { OPERATOR_CODE_MS, RECOVERY_OTP_DIGITS } from './limits.ts'
import { accountOf, markRecovery, newRecovery, type StoredRecovery } from './stored-recoveries.ts'

/** A one-time code for POST /auth/reset-password: its id (`oti`), its digits (`otp`) and its end (epoch ms). */
export interface RecoveryCode {
  readonly oti: string
  readonly otp: string
  readonly expires: number
}

/**
 * Makes a one-time code. With it, a user without a verified phone can reset the password. For operators. Reads no
 * settings, because commands of operators do not have the environment variables of a function.
 * @returns undefined when there is no such user.
 * @throws ServiceUnavailableError when password or phone changed during the call.
 */
export async function issueRecoveryCode(userId: string): Promise<RecoveryCode | undefined> {
  const user = await getUser(userId)
  if (!user) return undefined
  const otp = newOtp(RECOVERY_OTP_DIGITS)
  const oti = newOti()
  const otiHash = hashOti(oti)
  const expires = Date.now() + OPERATOR_CODE_MS
  const times = { otpEndsAt: expires, otiEndsAt: expires }
  const recovery: StoredRecovery = {
    ...newRecovery({ identifier: userId, otp, oti }, times),
    ...accountOf(user),
  }
  const failed = await writeTransaction({
    credentials: credentialsUnchanged(user),
    otp: putOtp(otpsKeys.recovery(otiHash), recovery),
    mark: markRecovery(userId, otiHash, expires),
  })
  if (failed) throw new ServiceUnavailableError()
  return { oti, otp, expires }
}
