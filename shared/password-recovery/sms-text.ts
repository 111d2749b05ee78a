import { type SmsReaders, smsTemplate } from '../otps/sms-text.ts'

/** The template of the SMS that resets a password. It differs from that which verifies a phone. */
export function recoverySmsTemplate(readers: SmsReaders): string {
  return smsTemplate(
    '{otp} resets your password. It ends in {minutes} minutes. Share it with nobody.',
    readers,
  )
}
