import * as z from 'zod/mini'
import { newPassword } from '../accounts/fields.ts'
import { hashPassword } from '../accounts/password.ts'
import { credentialsHash, replacePassword } from '../accounts/stored-password.ts'
import { getUser } from '../accounts/users-table.ts'
import { findPasswordProblem } from '../accounts/weak-password.ts'
import { writeTransaction } from '../aws/transaction.ts'
import { setting } from '../config.ts'
import { ValidationFailedError } from '../errors.ts'
import { emailCounter } from '../login/email-counter.ts'
import { count } from '../metrics.ts'
import { OtiExpiredError, OtpExpiredError, OtpIncorrectError } from '../otps/errors.ts'
import { oti, otpOf } from '../otps/fields.ts'
import { hashOti, isProofOf } from '../otps/otp.ts'
import { otpsKeys } from '../otps/otps-table.ts'
import { countOtpTry, getOtp, isOnlyOtpExpired, removeOtp } from '../otps/stored-otps.ts'
import { removeCounter } from '../rate-limits/counters.ts'
import { RECOVERY_OTP_DIGITS } from './limits.ts'
import { consumeRecovery, type StoredRecovery, toRecoveryClaim } from './stored-recoveries.ts'

/** The body of POST /auth/reset-password. */
export const passwordReset = z.object({
  oti,
  otp: otpOf(() => RECOVERY_OTP_DIGITS),
  new_password: newPassword,
})

/**
 * Replaces the password of the account that an OTP was sent for, and ends all its sessions, in three
 * round trips. A try is counted before the OTP is compared, also where there is no account: such an OTP
 * is wrong, since nobody received it.
 * @throws OtpIncorrectError, OtpExpiredError; OtiExpiredError also when the account has another phone
 * or password since the SMS; ValidationFailedError for a weak password, which uses up the try only.
 */
export async function resetPassword(
  given: z.output<typeof passwordReset>,
): Promise<{ message: string }> {
  const otiHash = hashOti(given.oti)
  const key = otpsKeys.recovery(otiHash)
  const limit = { max: setting('otpTriesPerOti'), now: Date.now() }
  const [stored, failed] = await Promise.all([
    getOtp<StoredRecovery>(key),
    writeTransaction([countOtpTry(key, limit)]),
  ])
  if (failed && isOnlyOtpExpired(stored, limit)) throw new OtpExpiredError()
  if (failed || !stored) throw new OtiExpiredError()
  const isRight = isProofOf(
    stored.proof,
    given.oti,
    toRecoveryClaim(stored.identifierHash, given.otp),
  )
  if (!isRight || !stored.userId) {
    const counted = await getOtp(key)
    count('OtpWrong')
    throw new OtpIncorrectError(limit.max - (counted?.tries ?? limit.max))
  }
  await replace(stored.userId, stored.credentials, { otiHash, password: given.new_password })
  count('PasswordsReset')
  return { message: 'Password changed. Log in with the new password.' }
}

async function replace(
  userId: string,
  credentials: string | undefined,
  { otiHash, password }: { otiHash: string; password: string },
): Promise<void> {
  const user = await getUser(userId)
  if (!user || credentialsHash(user) !== credentials) throw new OtiExpiredError()
  const problem = await findPasswordProblem(password, user)
  if (problem) throw new ValidationFailedError([{ path: 'new_password', message: problem }])
  const passwordHash = await hashPassword(password)
  const failed = await writeTransaction([
    replacePassword(user, passwordHash),
    consumeRecovery(otiHash),
    removeOtp(otpsKeys.recoveryOf(userId, otiHash)),
    // All sessions end, so no network is known any more: what strangers have tried must not keep the user out.
    removeCounter(emailCounter(user.email)),
  ])
  if (!failed) return
  // An attempt without a response may have stored it. No other request stores the same hash: its salt is random.
  const stored = await getUser(userId)
  // Used by another request, or password or phone have changed.
  if (stored?.passwordHash !== passwordHash) throw new OtiExpiredError()
}
