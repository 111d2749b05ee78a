import * as z from 'zod'
import { ConditionsFailedError, writeTransaction } from '../aws/transaction.ts'
import { setting } from '../config.ts'
import { ServiceUnavailableError } from '../errors.ts'
import { type Cap, requireNone, slidingCap } from '../rate-limits/caps.ts'
import { authenticate } from '../sessions/authenticate.ts'
import { UnauthorizedError } from '../sessions/errors.ts'
import type { Caller } from '../sessions/token.ts'
import type { User } from '../users/user.ts'
import { toUserDetails, type UserDetails } from '../users/user-details.ts'
import { guardCheck } from '../users/users-table.ts'
import {
  OtiExpiredError,
  OtpExpiredError,
  OtpIncorrectError,
  PhoneAlreadyOnAccountError,
  PhoneRegisteredElsewhereError,
} from './errors.ts'
import { isProofOf } from './otp.ts'
import { claimPhone } from './phone-claims.ts'
import { phoneNumber } from './phone-number.ts'
import { countOtpTry, getOtp, useOtp } from './stored-otps.ts'

/** What POST /users/verify-phone-otp takes. The OTP's length is looked up with each request. */
export const otpAnswer = z.object({
  phone_number: phoneNumber,
  otp: z
    .string()
    .regex(/^\d+$/, 'Must be digits')
    .refine((otp) => otp.length === setting('otpDigits'), {
      error: () => `Must have ${setting('otpDigits')} digits`,
    }),
  oti: z.string().min(1).max(100),
})

const HOUR_MS = 60 * 60 * 1000
const ROUNDS = 4

/**
 * Links a phone (E.164) to the account of whoever proves to have it. A try is counted before it is
 * compared, and nothing is told of it unless the hourly caps have taken it too: so parallel guesses
 * are not worth more than guesses in a row.
 * @throws PhoneAlreadyOnAccountError, OtiExpiredError, OtpExpiredError, RateLimitedError,
 * OtpIncorrectError, PhoneRegisteredElsewhereError; UnauthorizedError when the session has ended.
 */
export async function verifyOtp(
  caller: Caller,
  { phone_number: phone, otp, oti }: z.output<typeof otpAnswer>,
): Promise<UserDetails> {
  const { userId } = caller
  const [user, stored] = await Promise.all([authenticate(caller), getOtp(userId, oti)])
  // First of all: this is what a client is told that repeats what has gone well.
  if (user.phone === phone) throw new PhoneAlreadyOnAccountError()
  const now = Date.now()
  const maxTries = setting('otpTriesPerOti')
  if (!stored) return await refuseGone(caller, phone)
  if (stored.otiEndsAt <= now) throw new OtiExpiredError()
  if ((stored.tries?.size ?? 0) >= maxTries) throw new OtiExpiredError()
  if (stored.otpEndsAt <= now) throw new OtpExpiredError()
  const tries = await countOtpTry(userId, oti, maxTries)
  if (tries === undefined) return await refuseGone(caller, phone)
  // Of the phone that the SMS went to: another one cannot be guessed with this OTI.
  const caps = tryCaps(userId, stored.phone)
  if (!isProofOf(stored.proof, oti, { userId, phone, otp })) {
    await takeCaps(caller, caps)
    throw new OtpIncorrectError(maxTries - tries)
  }
  return toUserDetails(await link(caller, user, { phone, oti, caps }))
}

/**
 * Refuses an OTI that is gone, or full: used up, perhaps, by the same client, who did not want to
 * wait longer and asked again. Then the profile that was read before is no longer what there is.
 */
async function refuseGone(caller: Caller, phone: string): Promise<never> {
  const user = await authenticate(caller)
  if (user.phone === phone) throw new PhoneAlreadyOnAccountError()
  throw new OtiExpiredError()
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
  try {
    await writeTransaction([guardCheck(caller), ...caps.map((cap) => cap.take())])
  } catch (error) {
    if (!(error instanceof ConditionsFailedError)) throw error
    const [isLoggedOut, ...refused] = error.failed
    if (isLoggedOut) throw new UnauthorizedError()
    await requireNone(caps.filter((_, index) => refused[index]))
  }
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
  for (let round = 1; round <= ROUNDS; round++) {
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
  }
  throw new ServiceUnavailableError()
}
