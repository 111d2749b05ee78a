import * as z from 'zod/mini'
import { authenticate, authenticateInParallel } from '../accounts/authenticate.ts'
import type { Caller } from '../accounts/token.ts'
import type { User } from '../accounts/user.ts'
import { toUserDetails, type UserDetails } from '../accounts/user-details.ts'
import { sessionCheck } from '../accounts/users-table.ts'
import { writeWithinLimits } from '../accounts/write-within-limits.ts'
import { retry, TryAgainError } from '../aws/retry.ts'
import { writeTransaction } from '../aws/transaction.ts'
import { setting } from '../config.ts'
import { ServiceUnavailableError } from '../errors.ts'
import { count } from '../metrics.ts'
import { OtiExpiredError, OtpExpiredError, OtpIncorrectError } from '../otps/errors.ts'
import { oti, otpOf } from '../otps/fields.ts'
import { isProofOf } from '../otps/otp.ts'
import { type OtpKey, otpsKeys } from '../otps/otps-table.ts'
import { countOtpTry, getOtp, isOnlyOtpExpired } from '../otps/stored-otps.ts'
import { enforce, requireNoneRefused } from '../rate-limits/limiter.ts'
import { PhoneAlreadyOnAccountError, PhoneRegisteredElsewhereError } from './errors.ts'
import { claimPhone, phoneIsNewTo } from './phone-claims.ts'
import { phoneNumber } from './phone-number.ts'
import { phoneTryLimit, userTryLimit } from './rate-limits.ts'
import { consumeOtp, type PhoneOtp, takeFirstTry, toPhoneClaim } from './stored-otps.ts'

/** The body of POST /users/verify-phone-otp. Each request reads the OTP's length from the settings. */
export const otpVerification = z.object({
  phone_number: phoneNumber,
  otp: otpOf(() => setting('otpDigits')),
  oti,
})

/**
 * Links a phone (E.164) to the account of a caller who has its OTP, in two round trips. The first counts the try and
 * reads the stored OTP, the second writes the result. An OTP is compared only after its try was counted, and the
 * client gets the result only after the hourly limits have counted it too. So parallel guesses gain nothing.
 * @throws PhoneAlreadyOnAccountError, OtiExpiredError, OtpExpiredError, RateLimitedError,
 * OtpIncorrectError, PhoneRegisteredElsewhereError; UnauthorizedError when the session has ended.
 */
export async function verifyOtp(
  caller: Caller,
  { phone_number: phone, otp, oti }: z.output<typeof otpVerification>,
): Promise<UserDetails> {
  const { userId } = caller
  const key = otpsKeys.otp(userId, oti)
  const max = setting('otpTriesPerOti')
  const limit = { max, now: Date.now() }
  // The write that counts the try requires an open session and a phone that the account does not have. So neither
  // an ended session nor a repeated request uses up a try. The OTP is read separately, because a transaction returns
  // no items.
  const [user, [stored, failed]] = await authenticateInParallel(caller, () =>
    Promise.all([
      getOtp<PhoneOtp>(key),
      writeTransaction({ phone: phoneIsNewTo(caller, phone), otp: countOtpTry(key, limit) }),
    ]),
  )
  // Checked first, because a client that lost the response may repeat a request that has succeeded.
  if (user.phone === phone) throw new PhoneAlreadyOnAccountError()
  // The caller has an open session and does not have the phone, so another request changed the profile meanwhile.
  if (failed?.phone) throw await toRefusal(caller, phone, new ServiceUnavailableError())
  if (failed && isOnlyOtpExpired(stored, limit)) throw new OtpExpiredError()
  if (failed || !stored) throw await toRefusal(caller, phone, new OtiExpiredError())
  if (!isProofOf(stored.proof, oti, toPhoneClaim(userId, phone, otp))) {
    const [counted] = await Promise.all([getOtp(key), countWrongOtp(caller, stored, key)])
    count('OtpWrong')
    throw new OtpIncorrectError(max - (counted?.tries ?? max))
  }
  const linked = await link(caller, user, { phone, key, stored })
  count('OtpVerified')
  return toUserDetails(linked)
}

/**
 * Returns the error of a try that was not counted. A client may have sent the same request twice at the same time,
 * and the other request may have linked the phone after this one read the profile.
 */
async function toRefusal(caller: Caller, phone: string, otherwise: Error): Promise<Error> {
  const user = await authenticate(caller)
  return user.phone === phone ? new PhoneAlreadyOnAccountError() : otherwise
}

/**
 * Counts a wrong OTP. The first wrong OTP of each OTI (the id of a sent OTP) does not count against the phone's limit,
 * so that strangers cannot lock its owner out. All others count against the limit of the phone that got the SMS,
 * whatever phone the request names, because the OTI fits only that phone's OTP.
 */
async function countWrongOtp(caller: Caller, stored: PhoneOtp, key: OtpKey): Promise<void> {
  const { userId } = caller
  const check = sessionCheck(caller)
  const limit = userTryLimit(userId)
  const isFirst =
    !stored.firstTried && (await writeWithinLimits(check, [limit], [takeFirstTry(key)]))
  if (!isFirst) await writeWithinLimits(check, [limit, phoneTryLimit(stored.phone)])
}

/**
 * Links the phone: counts against the limits, uses up the OTP, claims the phone and updates the profile, all or
 * nothing. Returns the updated profile.
 */
async function link(
  caller: Caller,
  read: User,
  { phone, key, stored }: { phone: string; key: OtpKey; stored: PhoneOtp },
): Promise<User> {
  const { userId } = caller
  let isFirstTry = !stored.firstTried
  let user = read
  return await retry({ attempts: 4, pauseMs: 0 }, async () => {
    const limits = [userTryLimit(userId), ...(isFirstTry ? [] : [phoneTryLimit(stored.phone)])]
    const changes = { phone, updatedAt: Date.now() }
    const refusal = await claimPhone(caller, user, changes, {
      otp: consumeOtp(key, isFirstTry),
      limits: limits.map(enforce),
    })
    if (!refusal) return { ...user, ...changes }
    user = await authenticate(caller)
    // The client sent the same request twice, and the other one came first.
    if (user.phone === phone) throw new PhoneAlreadyOnAccountError()
    if (refusal.isOtpRefused && !isFirstTry) throw new OtiExpiredError()
    // Either the OTP is used up, or another request tried a wrong OTP first. The next attempt finds out which.
    if (refusal.isOtpRefused) {
      isFirstTry = false
      throw new TryAgainError()
    }
    await requireNoneRefused(limits, refusal.refusedLimits)
    if (refusal.isTaken) throw new PhoneRegisteredElsewhereError()
    // The profile has changed since it was read. The response must be the profile as stored, so try again.
    throw new TryAgainError()
  })
}
