import type { Sms } from '../aws/sms.ts'
import { setting, type TextSetting, textSetting } from '../config.ts'
import { toSmsText } from './sms-text.ts'

/** The settings with the template of an SMS, and with the template's id in DLT, India's registry of SMS templates. */
export interface SmsSettings {
  readonly text: TextSetting
  readonly templateId: TextSetting
}

/**
 * Makes the SMS with an OTP, for any phone. Call it before the OTP is stored or bound: it throws when a setting is
 * missing, which is our mistake and no failure of SNS.
 */
export function toOtpSms(otp: string, { text, templateId }: SmsSettings): Omit<Sms, 'to'> {
  return {
    text: toSmsText(textSetting(text), otp, setting('otpSeconds')),
    senderId: textSetting('smsSenderId'),
    entityId: textSetting('smsEntityId'),
    templateId: textSetting(templateId),
  }
}
