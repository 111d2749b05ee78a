import { type SmsReaders, smsTemplate } from '../otps/sms-text.ts'

/** Makes the template of the SMS that resets a password. Its text differs from that of phone verification. */
export function recoverySmsTemplate(readers: SmsReaders): string {
  return smsTemplate(
    '{otp} resets your password. It ends in {minutes} minutes. Share it with nobody.',
    readers,
  )
}
