import * as z from 'zod/mini'
import { UnauthorizedError } from '../accounts/errors.ts'
import type { Caller } from '../accounts/token.ts'
import { guardCheck } from '../accounts/users-table.ts'
import { isNumberInvalid, publishSms, wasRefused } from '../aws/sms.ts'
import { type TransactionItem, writeTransaction } from '../aws/transaction.ts'
import { setting, textSetting } from '../config.ts'
import { count } from '../metrics.ts'
import { type Cap, requireNone } from '../rate-limits/caps.ts'
import {
  InvalidPhoneNumberError,
  OtpDeliveryFailedError,
  PhoneRegisteredElsewhereError,
} from './errors.ts'
import { newOti, newOtp, toProof } from './otp.ts'
import { phoneIsFreeFor } from './phone-claims.ts'
import { phoneNumber } from './phone-number.ts'
import { sendCaps } from './send-caps.ts'
import { toSmsText } from './sms-text.ts'
import { putOtp, removeOtp } from './stored-otps.ts'

/** What POST /users/send-phone-otp takes. */
export const otpRequest = z.object({ phone_number: phoneNumber })

/** What it answers: until when the OTP is good (epoch ms), and the handle to give back with it. */
export const sentOtp = z.object({ message: z.string(), expiry_time: z.int(), oti: z.string() })

/**
 * Sends an OTP to a phone (E.164), in two round trips: one transaction proves the session, takes the
 * caps, checks the claim and stores the OTP; then SNS. No SMS leaves before its OTP is stored.
 * @throws RateLimitedError, PhoneRegisteredElsewhereError, OtpDeliveryFailedError,
 * InvalidPhoneNumberError; UnauthorizedError when the session has ended.
 */
export async function sendOtp(
  caller: Caller,
  phone: string,
  ip: string,
): Promise<z.output<typeof sentOtp>> {
  const { userId } = caller
  const otp = newOtp(setting('otpDigits'))
  const oti = newOti()
  const now = Date.now()
  const otpEndsAt = now + setting('otpSeconds') * 1000
  const stored = {
    phone,
    proof: toProof(oti, { userId, phone, otp }),
    otpEndsAt,
    otiEndsAt: now + setting('otiSeconds') * 1000,
  }
  const caps = sendCaps(userId, phone, ip)
  const writes = [phoneIsFreeFor(phone, userId), putOtp(userId, oti, stored)]
  if (!(await isStoredWithin(caller, caps, writes))) {
    // Counted all the same: free answers would let one ask for everybody's number.
    await isStoredWithin(caller, caps, [])
    throw new PhoneRegisteredElsewhereError()
  }
  await deliver(caller, { phone, otp, oti })
  return { message: 'OTP sent successfully', expiry_time: otpEndsAt, oti }
}

/** Answers false when none of the caps refused, but one of the writes. */
async function isStoredWithin(
  caller: Caller,
  caps: readonly Cap[],
  writes: readonly TransactionItem[],
): Promise<boolean> {
  const failed = await writeTransaction([
    guardCheck(caller),
    ...caps.map((cap) => cap.take()),
    ...writes,
  ])
  if (!failed) return true
  const [isLoggedOut, ...refused] = failed
  if (isLoggedOut) throw new UnauthorizedError()
  await requireNone(caps.filter((_, index) => refused[index]))
  return false
}

async function deliver(
  { userId }: Caller,
  { phone, otp, oti }: { phone: string; otp: string; oti: string },
): Promise<void> {
  try {
    await publishSms({
      to: phone,
      text: toSmsText(textSetting('smsText'), otp, setting('otpSeconds')),
      attributes: {
        'AWS.SNS.SMS.SMSType': 'Transactional',
        'AWS.SNS.SMS.SenderID': textSetting('smsSenderId'),
        'AWS.MM.SMS.EntityId': textSetting('smsEntityId'),
        'AWS.MM.SMS.TemplateId': textSetting('smsTemplateId'),
      },
    })
  } catch (error) {
    if (wasRefused(error)) await removeQuietly(userId, oti)
    if (isNumberInvalid(error)) throw new InvalidPhoneNumberError()
    count('SmsFailed')
    throw new OtpDeliveryFailedError(setting('otpCooldownSeconds'), error)
  }
  count('SmsSent')
}

/** What stays is of no use to anybody, and TTL will take it: no reason for another answer. */
async function removeQuietly(userId: string, oti: string): Promise<void> {
  await removeOtp(userId, oti).catch(() => undefined)
}
