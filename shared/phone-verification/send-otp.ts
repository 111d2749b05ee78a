import * as z from 'zod/mini'
import { authenticate } from '../accounts/authenticate.ts'
import { UnauthorizedError } from '../accounts/errors.ts'
import type { Caller } from '../accounts/token.ts'
import { writeWithinLimits } from '../accounts/write-within-limits.ts'
import { retry, TryAgainError } from '../aws/retry.ts'
import { isNumberInvalid, publishSms, type Sms, wasRefused } from '../aws/sms.ts'
import { type TransactionItem, writeTransaction } from '../aws/transaction.ts'
import { setting } from '../config.ts'
import { count } from '../metrics.ts'
import { newOti, newOtp, toProof } from '../otps/otp.ts'
import { toOtpSms } from '../otps/otp-sms.ts'
import { type OtpKey, otpsKeys } from '../otps/otps-table.ts'
import { putOtp, removeOtp } from '../otps/stored-otps.ts'
import { giveBack } from '../rate-limits/fixed-window.ts'
import type { Limit } from '../rate-limits/limiter.ts'
import {
  InvalidPhoneNumberError,
  OtpDeliveryFailedError,
  PhoneRegisteredElsewhereError,
} from './errors.ts'
import { phoneIsFreeFor, phoneIsHeldBy, phoneIsNewTo } from './phone-claims.ts'
import { phoneNumber } from './phone-number.ts'
import { phoneSmsBreaker, sendLimits } from './rate-limits.ts'
import { type PhoneOtp, toPhoneClaim } from './stored-otps.ts'

/** The body of POST /users/send-phone-otp. */
export const otpRequest = z.object({ phone_number: phoneNumber })

/** The response. `expiry_time` is when the OTP expires (epoch ms); `oti` is its id, which verify-phone-otp needs. */
export const sentOtp = z.object({ message: z.string(), expiry_time: z.int(), oti: z.string() })

/**
 * Sends an OTP to a phone (E.164) in two round trips, or in four when the account already has the phone. One
 * transaction authenticates the caller, counts against the limits, checks that the phone is free and stores the OTP.
 * Then SNS sends the SMS, so no SMS is sent without a stored OTP.
 * @throws RateLimitedError, PhoneRegisteredElsewhereError, OtpDeliveryFailedError,
 * InvalidPhoneNumberError; UnauthorizedError when the session has ended.
 */
export async function sendOtp(
  caller: Caller,
  phone: string,
  network: string,
): Promise<z.output<typeof sentOtp>> {
  const { userId } = caller
  const otp = newOtp(setting('otpDigits'))
  const oti = newOti()
  const now = Date.now()
  const otpEndsAt = now + setting('otpSeconds') * 1000
  const key = otpsKeys.otp(userId, oti)
  const stored: PhoneOtp = {
    phone,
    proof: toProof(oti, toPhoneClaim(userId, phone, otp)),
    otpEndsAt,
    otiEndsAt: now + setting('otiSeconds') * 1000,
  }
  const sms = { to: phone, ...toOtpSms(otp, { text: 'smsText', templateId: 'smsTemplateId' }) }
  const breaker = phoneSmsBreaker()
  const writes = [phoneIsFreeFor(phone, userId), putOtp(key, stored)]
  await writeAsHolderOrNot(caller, phone, async (check, isHolder) => {
    const limits = sendLimits(userId, phone, { network, isHolder })
    if (await writeWithinLimits(check, [...limits, breaker], writes)) return
    // A request for a taken phone counts too, but not against the breaker (the limit on all SMS): it sends no SMS.
    await writeWithinLimits(check, limits)
    throw new PhoneRegisteredElsewhereError()
  })
  await deliver(sms, key, breaker)
  return { message: 'OTP sent successfully', expiry_time: otpEndsAt, oti }
}

/**
 * Makes a write whose limits depend on whether the account already has the phone. First assumes that it does not,
 * with a condition in the write (`check`), so that a new phone needs no read. When the condition fails, reads the
 * profile and tries again with the condition that fits.
 */
async function writeAsHolderOrNot(
  caller: Caller,
  phone: string,
  write: (check: TransactionItem, isHolder: boolean) => Promise<void>,
): Promise<void> {
  let isHolder = false
  await retry({ attempts: 4, pauseMs: 0 }, async () => {
    const check = isHolder ? phoneIsHeldBy(caller, phone) : phoneIsNewTo(caller, phone)
    try {
      await write(check, isHolder)
    } catch (error) {
      if (!(error instanceof UnauthorizedError)) throw error
      isHolder = (await authenticate(caller)).phone === phone
      throw new TryAgainError()
    }
  })
}

/**
 * Sends the SMS. When SNS refuses it, deletes the OTP. An SMS to an invalid number does not count against the breaker.
 */
async function deliver(sms: Sms, key: OtpKey, breaker: Limit): Promise<void> {
  try {
    await publishSms(sms)
  } catch (error) {
    const isInvalid = isNumberInvalid(error)
    if (wasRefused(error)) {
      const undo = { otp: removeOtp(key), breaker: isInvalid ? [giveBack(breaker)] : [] }
      // A failure is ignored: nobody has the OTP, TTL deletes it, and the breaker counts one SMS too many.
      await writeTransaction(undo).catch(() => undefined)
    }
    if (isInvalid) throw new InvalidPhoneNumberError()
    count('SmsFailed')
    throw new OtpDeliveryFailedError(setting('otpCooldownSeconds'), error)
  }
  count('SmsSent')
}
