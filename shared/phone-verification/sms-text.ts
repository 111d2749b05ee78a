import { type SmsApp, smsTemplate } from '../otps/sms-text.ts'

/** Makes the template of the SMS that verifies a phone. */
export function phoneSmsTemplate(app: SmsApp): string {
  return smsTemplate(`{otp} is your ${app.name} code. It ends in {minutes} minutes.`, app)
}
