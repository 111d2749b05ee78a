import { credentialsUnchanged } from '../accounts/stored-password.ts'
import type { User } from '../accounts/user.ts'
import { findUserIdByEmail, getUser } from '../accounts/users-table.ts'
import { retry, TryAgainError } from '../aws/retry.ts'
import { isNumberInvalid, publishSms } from '../aws/sms.ts'
import { writeTransaction } from '../aws/transaction.ts'
import { setting } from '../config.ts'
import { logNeglected } from '../log.ts'
import { count } from '../metrics.ts'
import { toOtpSms } from '../otps/otp-sms.ts'
import { findUserIdByPhone } from '../phone-verification/phone-claims.ts'
import { giveBack } from '../rate-limits/fixed-window.ts'
import { enforce, type Limit, refusingLimits } from '../rate-limits/limiter.ts'
import { FIRST_PHONE_MS, NEW_PHONE_MS } from './limits.ts'
import { phoneLimit, recoverySmsBreaker } from './rate-limits.ts'
import type { RecoveryMessage } from './recovery-message.ts'
import { bindRecovery, markRecovery } from './stored-recoveries.ts'

/**
 * Sends the SMS of a recovery if an account with a verified phone has the identifier, the phone is not new, and the
 * limits have room. Otherwise drops the message. One transaction counts the SMS and binds the recovery: it stores
 * which account the OTP resets. Then SNS sends the SMS. A recovery is bound once, and only before its OTP expires, so
 * a message that is delivered again or late sends nothing. A call to SNS is never retried, because that could send a
 * second SMS.
 */
export async function sendRecoverySms(message: RecoveryMessage): Promise<void> {
  const template = { text: 'recoverySmsText', templateId: 'recoverySmsTemplateId' } as const
  const sms = toOtpSms(message.otp, template)
  const breaker = recoverySmsBreaker()
  const phone = await bind(message, breaker)
  if (!phone) return
  try {
    await publishSms({ to: phone, ...sms })
    count('SmsSent')
  } catch (error) {
    logNeglected('send the SMS of a recovery', error)
    if (isNumberInvalid(error)) {
      // A failure is ignored: then the breaker (the limit on all SMS) counts one SMS too many.
      await writeTransaction({ breaker: giveBack(breaker) }).catch(() => undefined)
    } else {
      count('SmsFailed')
    }
  }
}

/** Binds the recovery to the account, and returns the phone (E.164) to send to. Returns undefined to send nothing. */
async function bind(
  { identifier, oti_hash: otiHash }: RecoveryMessage,
  breaker: Limit,
): Promise<string | undefined> {
  return await retry({ attempts: 4, pauseMs: 0 }, async () => {
    const user = await findUser(identifier)
    if (!user?.phone || isPhoneNew(user)) return undefined
    const limits = [phoneLimit(user.phone), breaker]
    const failed = await writeTransaction({
      credentials: credentialsUnchanged(user),
      recovery: bindRecovery(otiHash, identifier, user),
      mark: markRecovery(user.id, otiHash, Date.now() + setting('otiSeconds') * 1000),
      limits: limits.map(enforce),
    })
    if (!failed) return user.phone
    if (failed.recovery || refusingLimits(limits, failed.limits).length > 0) return undefined
    // Password or phone have changed since the profile was read.
    throw new TryAgainError()
  })
}

/** Whether the phone was verified too recently to reset the password: see NEW_PHONE_MS. */
function isPhoneNew({ phoneLinkedAt = 0, phoneReplaced, createdAt }: User): boolean {
  const isFirst = !phoneReplaced && phoneLinkedAt - createdAt < FIRST_PHONE_MS
  return !isFirst && Date.now() - phoneLinkedAt < NEW_PHONE_MS
}

async function findUser(identifier: string): Promise<User | undefined> {
  const isEmail = identifier.includes('@')
  const userId = await (isEmail ? findUserIdByEmail(identifier) : findUserIdByPhone(identifier))
  return userId ? await getUser(userId) : undefined
}
