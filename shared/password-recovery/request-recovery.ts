import * as z from 'zod/mini'
import { email } from '../accounts/fields.ts'
import { sendToQueue } from '../aws/queue.ts'
import { writeTransaction } from '../aws/transaction.ts'
import { resourceName, setting } from '../config.ts'
import { hashOti, newOti, newOtp } from '../otps/otp.ts'
import { otpsKeys } from '../otps/otps-table.ts'
import { putOtp } from '../otps/stored-otps.ts'
import { phoneNumber } from '../phone-verification/phone-number.ts'
import { enforce, requireNoneRefused } from '../rate-limits/limiter.ts'
import { RECOVERY_OTP_DIGITS } from './limits.ts'
import { networkLimit } from './rate-limits.ts'
import type { RecoveryMessage } from './recovery-message.ts'
import { newRecovery } from './stored-recoveries.ts'

/** The body of POST /auth/forgot-password: an e-mail address or a phone number. */
export const recoveryRequest = z
  .object({ email: z.nullish(email), phone_number: z.nullish(phoneNumber) })
  .check(
    z.refine(
      (given) => (given.email == null) !== (given.phone_number == null),
      'Exactly one of email and phone_number must be provided',
    ),
  )

/** The response of POST /auth/forgot-password. `expiry_time` is when the OTP expires (epoch ms); `oti` is its id. */
export const requestedRecovery = z.object({
  message: z.string(),
  expiry_time: z.int(),
  oti: z.string(),
})

/**
 * Stores an OTP and queues its SMS, in two round trips. Does not look for an account, so response and time are the
 * same with and without an account. The queue gets only the hash of the OTI, because OTI and OTP together reset the
 * password.
 * @param network the client's IPv4 address or IPv6 /64. Requests are limited per network.
 * @throws RateLimitedError when this network has requested too many recoveries.
 */
export async function requestRecovery(
  given: z.output<typeof recoveryRequest>,
  network: string,
): Promise<z.output<typeof requestedRecovery>> {
  const identifier = given.email ?? given.phone_number ?? ''
  const otp = newOtp(RECOVERY_OTP_DIGITS)
  const oti = newOti()
  const now = Date.now()
  const otpEndsAt = now + setting('otpSeconds') * 1000
  const otiEndsAt = now + setting('otiSeconds') * 1000
  const recovery = newRecovery({ identifier, otp, oti }, { otpEndsAt, otiEndsAt })
  const limits = [networkLimit(network)]
  const key = otpsKeys.recovery(hashOti(oti))
  const failed = await writeTransaction({
    limits: limits.map(enforce),
    otp: putOtp(key, recovery),
  })
  await requireNoneRefused(limits, failed?.limits)
  const message: RecoveryMessage = { identifier, otp, oti_hash: hashOti(oti) }
  await sendToQueue(resourceName('recoveries'), JSON.stringify(message))
  return {
    message: 'If an account with a verified phone number exists, an OTP is sent to it',
    expiry_time: otpEndsAt,
    oti,
  }
}
