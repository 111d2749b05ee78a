import { type SmsReaders, smsTemplate } from '../otps/sms-text.ts'

/** Makes the template of the SMS that verifies a phone. */
export function phoneSmsTemplate(readers: SmsReaders): string {
  return smsTemplate('{otp} is your code. It ends in {minutes} minutes.', readers)
}
