import { publishSms } from '../aws/sms.ts'
import { setting, type TextSetting, textSetting } from '../config.ts'
import { toSmsText } from './sms-text.ts'

/** The settings with the template of an SMS, and with the template's id in DLT, India's registry of SMS templates. */
export interface SmsSettings {
  readonly text: TextSetting
  readonly templateId: TextSetting
}

/** Sends an OTP to a phone (E.164). After an error, the SMS may still have been sent: see aws/sms.ts. */
export async function sendSms(
  { phone, otp }: { phone: string; otp: string },
  { text, templateId }: SmsSettings,
): Promise<void> {
  await publishSms({
    to: phone,
    text: toSmsText(textSetting(text), otp, setting('otpSeconds')),
    senderId: textSetting('smsSenderId'),
    entityId: textSetting('smsEntityId'),
    templateId: textSetting(templateId),
  })
}
