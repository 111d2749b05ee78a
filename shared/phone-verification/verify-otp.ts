import * as z from 'zod/mini'
import { authenticate, authenticateBeside } from '../accounts/authenticate.ts'
import { UnauthorizedError } from '../accounts/errors.ts'
import type { Caller } from '../accounts/token.ts'
import type { User } from '../accounts/user.ts'
import { toUserDetails, type UserDetails } from '../accounts/user-details.ts'
import { guardCheck } from '../accounts/users-table.ts'
import { retry, TryAgainError } from '../aws/retry.ts'
import { writeTransaction } from '../aws/transaction.ts'
import { setting } from '../config.ts'
import { ServiceUnavailableError } from '../errors.ts'
import { count } from '../metrics.ts'
import { type Cap, requireNone, slidingCap } from '../rate-limits/caps.ts'
import {
  OtiExpiredError,
  OtpExpiredError,
  OtpIncorrectError,
  PhoneAlreadyOnAccountError,
  PhoneRegisteredElsewhereError,
} from './errors.ts'
import { isProofOf } from './otp.ts'
import { claimPhone, phoneIsNewTo } from './phone-claims.ts'
import { phoneNumber } from './phone-number.ts'
import { countOtpTry, getOtp, type StoredOtp, useOtp } from './stored-otps.ts'

/** What POST /users/verify-phone-otp takes. The OTP's length is looked up with each request. */
export const otpAnswer = z.object({
  phone_number: phoneNumber,
  otp: z.string().check(
    z.regex(/^\d+$/, 'Must be digits'),
    z.refine((otp) => otp.length === setting('otpDigits'), {
      error: () => `Must have ${setting('otpDigits')} digits`,
    }),
  ),
  oti: z.string().check(z.minLength(1), z.maxLength(100)),
})

const HOUR_MS = 60 * 60 * 1000

/**
 * Links a phone (E.164) to the account of whoever proves to have it, in two round trips: the try is
 * counted beside the reads that it is compared with, then all is written at once. Nothing is compared
 * before its try was counted, nor told of it unless the hourly caps have taken it too: so parallel
 * guesses are not worth more than guesses in a row.
 * @throws PhoneAlreadyOnAccountError, OtiExpiredError, OtpExpiredError, RateLimitedError,
 * OtpIncorrectError, PhoneRegisteredElsewhereError; UnauthorizedError when the session has ended.
 */
export async function verifyOtp(
  caller: Caller,
  { phone_number: phone, otp, oti }: z.output<typeof otpAnswer>,
): Promise<UserDetails> {
  const { userId } = caller
  const now = Date.now()
  const max = setting('otpTriesPerOti')
  // What a repeated request is told, and what an ended session is, must leave the tries alone; so
  // the count checks both by itself. A transaction answers no item, which is why the OTP is read too.
  const [user, [stored, refused]] = await authenticateBeside(caller, () =>
    Promise.all([
      getOtp(userId, oti),
      writeTransaction([phoneIsNewTo(caller, phone), countOtpTry(userId, oti, { max, now })]),
    ]),
  )
  // First of all: this is what a client is told that repeats what has gone well.
  if (user.phone === phone) throw new PhoneAlreadyOnAccountError()
  if (refused?.[0]) throw await whyRefused(caller, phone, new ServiceUnavailableError())
  if (refused && isOnlyOtpOver(stored, max, now)) throw new OtpExpiredError()
  if (refused || !stored) throw await whyRefused(caller, phone, new OtiExpiredError())
  // Of the phone that the SMS went to: another one cannot be guessed with this OTI.
  const caps = tryCaps(userId, stored.phone)
  if (!isProofOf(stored.proof, oti, { userId, phone, otp })) {
    const [counted] = await Promise.all([getOtp(userId, oti), takeCaps(caller, caps)])
    count('OtpWrong')
    throw new OtpIncorrectError(max - (counted?.tries ?? max))
  }
  const linked = await link(caller, user, { phone, oti, caps })
  count('OtpVerified')
  return toUserDetails(linked)
}

/**
 * Why the count was refused when the profile that was read beside it says nothing against it. The same
 * client may have asked twice, not wanting to wait, and the other request has linked the phone.
 */
async function whyRefused(caller: Caller, phone: string, otherwise: Error): Promise<Error> {
  const user = await authenticate(caller)
  return user.phone === phone ? new PhoneAlreadyOnAccountError() : otherwise
}

/** Whether an OTP that took no try is past its time, and has nothing else against it. */
function isOnlyOtpOver(stored: StoredOtp | undefined, max: number, now: number): boolean {
  if (!stored || stored.otiEndsAt <= now || (stored.tries ?? 0) >= max) return false
  return stored.otpEndsAt <= now
}

function tryCaps(userId: string, phone: string): readonly Cap[] {
  return [
    slidingCap(
      { name: 'otp-tries', subject: { userId } },
      { max: setting('otpTriesPerUser'), windowMs: HOUR_MS },
    ),
    slidingCap(
      { name: 'otp-tries-phone', subject: phone },
      { max: setting('otpTriesPerPhone'), windowMs: HOUR_MS },
    ),
  ]
}

async function takeCaps(caller: Caller, caps: readonly Cap[]): Promise<void> {
  const refusal = await writeTransaction([guardCheck(caller), ...caps.map((cap) => cap.take())])
  if (!refusal) return
  const [isLoggedOut, ...refused] = refusal
  if (isLoggedOut) throw new UnauthorizedError()
  await requireNone(caps.filter((_, index) => refused[index]))
}

/**
 * Takes the caps, uses the OTP up, claims the phone and saves it, all at once. Answers the profile
 * as it is then.
 */
async function link(
  caller: Caller,
  read: User,
  { phone, oti, caps }: { phone: string; oti: string; caps: readonly Cap[] },
): Promise<User> {
  const writes = [useOtp(caller.userId, oti), ...caps.map((cap) => cap.take())]
  let user = read
  return await retry({ attempts: 4, pauseMs: 0 }, async () => {
    const changes = { phone, updatedAt: Date.now() }
    const refusal = await claimPhone(caller, user, changes, writes)
    if (!refusal) return { ...user, ...changes }
    user = await authenticate(caller)
    // The same OTP was given twice at once, and this is the one that came second.
    if (user.phone === phone) throw new PhoneAlreadyOnAccountError()
    const [isUsedUp, ...refused] = refusal.alsoRefused
    if (isUsedUp) throw new OtiExpiredError()
    await requireNone(caps.filter((_, index) => refused[index]))
    if (refusal.isTaken) throw new PhoneRegisteredElsewhereError()
    // The profile was changed in between: what is answered must be what is stored.
    throw new TryAgainError()
  })
}
