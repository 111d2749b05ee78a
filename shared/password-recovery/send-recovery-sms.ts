import { credentialsUnchanged } from '../accounts/stored-password.ts'
import type { User } from '../accounts/user.ts'
import { findUserIdByEmail, getUser } from '../accounts/users-table.ts'
import { retry, TryAgainError } from '../aws/retry.ts'
import { isNumberInvalid } from '../aws/sms.ts'
import { writeTransaction } from '../aws/transaction.ts'
import { setting } from '../config.ts'
import { logNeglected } from '../log.ts'
import { count } from '../metrics.ts'
import { sendSms } from '../otps/send-sms.ts'
import { findUserIdByPhone } from '../phone-verification/phone-claims.ts'
import { giveBack } from '../rate-limits/fixed-window.ts'
import { enforce, type Limit, refusingLimits } from '../rate-limits/limiter.ts'
import { FIRST_PHONE_MS, NEW_PHONE_MS } from './limits.ts'
import { phoneLimit, recoverySmsBreaker } from './rate-limits.ts'
import type { RecoveryMessage } from './recovery-message.ts'
import { bindRecovery, markRecovery } from './stored-recoveries.ts'

/**
 * Sends the SMS of a recovery, when an account with a verified phone has the identifier, the phone is
 * not new, and the limits have room. Else it drops the message. One transaction binds the recovery to account and phone, and
 * counts; then SNS sends. A recovery is bound once, so a message that is delivered again, or after the
 * OTP has expired, sends nothing. It is never retried after SNS was called: that could be a second SMS.
 */
export async function sendRecoverySms(message: RecoveryMessage): Promise<void> {
  const breaker = recoverySmsBreaker()
  const phone = await bind(message, breaker)
  if (!phone) return
  try {
    const template = { text: 'recoverySmsText', templateId: 'recoverySmsTemplateId' } as const
    await sendSms({ phone, otp: message.otp }, template)
    count('SmsSent')
  } catch (error) {
    logNeglected('send the SMS of a recovery', error)
    if (isNumberInvalid(error)) {
      // A failure is ignored: the breaker counts one too many.
      await writeTransaction([giveBack(breaker)]).catch(() => undefined)
    } else {
      count('SmsFailed')
    }
  }
}

/** Returns the phone (E.164) to send to, if any. */
async function bind(
  { identifier, oti_hash: otiHash }: RecoveryMessage,
  breaker: Limit,
): Promise<string | undefined> {
  return await retry({ attempts: 4, pauseMs: 0 }, async () => {
    const user = await findUser(identifier)
    if (!user?.phone || isPhoneNew(user)) return undefined
    const limits = [phoneLimit(user.phone), breaker]
    const failed = await writeTransaction([
      credentialsUnchanged(user),
      bindRecovery(otiHash, identifier, user),
      markRecovery(user.id, otiHash, Date.now() + setting('otiSeconds') * 1000),
      ...limits.map(enforce),
    ])
    if (!failed) return user.phone
    const [, isRecoveryRefused, , ...refused] = failed
    if (isRecoveryRefused || refusingLimits(limits, refused).length > 0) return undefined
    // Password or phone have changed.
    throw new TryAgainError()
  })
}

/** Whether the phone was verified too recently to reset the password: see NEW_PHONE_MS. */
function isPhoneNew({ phoneLinkedAt = 0, createdAt }: User): boolean {
  const isFirst = phoneLinkedAt - createdAt < FIRST_PHONE_MS
  return !isFirst && Date.now() - phoneLinkedAt < NEW_PHONE_MS
}

async function findUser(identifier: string): Promise<User | undefined> {
  const isEmail = identifier.includes('@')
  const userId = await (isEmail ? findUserIdByEmail(identifier) : findUserIdByPhone(identifier))
  return userId ? await getUser(userId) : undefined
}
