import { type SmsApp, smsTemplate } from '../otps/sms-text.ts'

/** Makes the template of the SMS that resets a password. Its text differs from that of phone verification. */
export function recoverySmsTemplate(app: SmsApp): string {
  return smsTemplate(
    `{otp} resets your ${app.name} password. It ends in {minutes} minutes. Share it with nobody.`,
    app,
  )
}
