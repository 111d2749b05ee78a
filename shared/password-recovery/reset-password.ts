import * as z from 'zod/mini'
import { newPassword } from '../accounts/fields.ts'
import { hashPassword } from '../accounts/password.ts'
import { credentialsHash, replacePassword } from '../accounts/stored-password.ts'
import { getUser } from '../accounts/users-table.ts'
import { findPasswordProblem } from '../accounts/weak-password.ts'
import { writeTransaction } from '../aws/transaction.ts'
import { setting } from '../config.ts'
import { ValidationFailedError } from '../errors.ts'
import { emailAndNetworkCounter, emailCounter } from '../login/counters.ts'
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
 * Replaces the password of the account for which an OTP was sent, and ends all its sessions, in three round trips. The
 * user can log in from the caller's `network` (IPv4 address or IPv6 /64) at once, however many wrong passwords were tried.
 * Each try is counted before the OTP is compared. An OTP without an account counts as wrong, because nobody
 * received it.
 * @throws OtpIncorrectError or OtpExpiredError.
 * @throws OtiExpiredError, also when the account's phone or password has changed since the SMS.
 * @throws ValidationFailedError for a weak password. The OTP then stays valid, with one try less.
 */
export async function resetPassword(
  given: z.output<typeof passwordReset>,
  network: string,
): Promise<{ message: string }> {
  const otiHash = hashOti(given.oti)
  const key = otpsKeys.recovery(otiHash)
  const limit = { max: setting('otpTriesPerOti'), now: Date.now() }
  const [stored, failed] = await Promise.all([
    getOtp<StoredRecovery>(key),
    writeTransaction({ otp: countOtpTry(key, limit) }),
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
  await replace(stored.userId, stored.credentials, {
    otiHash,
    password: given.new_password,
    network,
  })
  count('PasswordsReset')
  return { message: 'Password changed. Log in with the new password.' }
}

async function replace(
  userId: string,
  credentials: string | undefined,
  { otiHash, password, network }: { otiHash: string; password: string; network: string },
): Promise<void> {
  const user = await getUser(userId)
  if (!user || credentialsHash(user) !== credentials) throw new OtiExpiredError()
  const problem = await findPasswordProblem(password, user)
  if (problem) throw new ValidationFailedError([{ path: 'new_password', message: problem }])
  const passwordHash = await hashPassword(password)
  const failed = await writeTransaction({
    profile: replacePassword(user, passwordHash),
    recovery: consumeRecovery(otiHash),
    mark: removeOtp(otpsKeys.recoveryOf(userId, otiHash)),
    // All sessions end, so login no longer knows the networks of the user. Wrong passwords must not lock the user out,
    // neither those of strangers nor those that made the user reset the password.
    tries: [
      removeCounter(emailCounter(user.email)),
      removeCounter(emailAndNetworkCounter(user.email, network)),
    ],
  })
  if (!failed) return
  // The write may have succeeded although its response was lost. No other request stores the same hash, because its
  // salt is random.
  const stored = await getUser(userId)
  // Another request has used the OTP, or password or phone have changed.
  if (stored?.passwordHash !== passwordHash) throw new OtiExpiredError()
}
