import { PublishCommand, SNSClient } from '@aws-sdk/client-sns'
import { clientConfig } from './client-config.ts'
import { toMessageAttributes } from './message-attributes.ts'

/** A text message. Of the registered values, an empty one is left out. */
export interface Sms {
  /** E.164. */
  to: string
  text: string
  senderId: string
  /** The sender's and the text's registration in India (DLT). */
  entityId: string
  templateId: string
}

/**
 * The SNS client. It is in a separate file, so that only functions that send SMS bundle it. It never retries,
 * because a retry could send a second SMS. Instead, the only attempt has a longer timeout than a call to DynamoDB: 3 s
 * instead of 1 s.
 */
export const sns = new SNSClient(clientConfig(1, 3000))

/** Sends an SMS. After an error, the SMS may still have been sent. Only `wasRefused(error)` rules that out. */
export async function publishSms(sms: Sms): Promise<void> {
  const { to, text, senderId, entityId, templateId } = sms
  const attributes = {
    'AWS.SNS.SMS.SMSType': 'Transactional',
    'AWS.SNS.SMS.SenderID': senderId,
    'AWS.MM.SMS.EntityId': entityId,
    'AWS.MM.SMS.TemplateId': templateId,
  }
  const given = Object.entries(attributes).filter(([, value]) => value !== '')
  const MessageAttributes = toMessageAttributes(Object.fromEntries(given))
  await sns.send(new PublishCommand({ PhoneNumber: to, Message: text, MessageAttributes }))
}

/** Whether SNS responded with an error and did not send the SMS. False after a timeout: SNS may have sent the SMS. */
export function wasRefused(error: unknown): boolean {
  const { $metadata } = error as { $metadata?: { httpStatusCode?: number } }
  return $metadata?.httpStatusCode !== undefined
}

/**
 * Whether SNS refused the phone number itself. SNS throws the same error for a wrong attribute or text, which is our
 * mistake. Only the message names the parameter: `Invalid parameter: PhoneNumber Reason: …`.
 */
export function isNumberInvalid(error: unknown): boolean {
  return (
    error instanceof Error &&
    error.name === 'InvalidParameterException' &&
    error.message.startsWith('Invalid parameter: PhoneNumber ')
  )
}
