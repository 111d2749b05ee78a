import { PublishCommand, SNSClient } from '@aws-sdk/client-sns'
import { clientConfig } from './client-config.ts'
import { toMessageAttributes } from './message-attributes.ts'

/** A text message with its SNS attributes. */
export interface Sms {
  /** E.164. */
  to: string
  text: string
  attributes: Readonly<Record<string, string>>
}

/**
 * The SNS client, in a separate file so that only functions that send SMS bundle it. It never retries,
 * because a retry could send a second SMS. Its only attempt has a longer timeout instead.
 */
export const sns = new SNSClient(clientConfig(1, 3000))

/** Sends an SMS. After an error, the SMS may have been sent nevertheless, unless `wasRefused(error)`. */
export async function publishSms({ to, text, attributes }: Sms): Promise<void> {
  const given = Object.entries(attributes).filter(([, value]) => value !== '')
  const MessageAttributes = toMessageAttributes(Object.fromEntries(given))
  await sns.send(new PublishCommand({ PhoneNumber: to, Message: text, MessageAttributes }))
}

/** Whether SNS responded with an error, so that the SMS was not sent. False after a timeout: SNS may have sent it. */
export function wasRefused(error: unknown): boolean {
  const { $metadata } = error as { $metadata?: { httpStatusCode?: number } }
  return $metadata?.httpStatusCode !== undefined
}

/**
 * Whether SNS refused the number itself. It uses the same error for a wrong attribute or text, which is our
 * mistake, and names the parameter only in the message: `Invalid parameter: PhoneNumber Reason: …`.
 */
export function isNumberInvalid(error: unknown): boolean {
  return (
    error instanceof Error &&
    error.name === 'InvalidParameterException' &&
    error.message.startsWith('Invalid parameter: PhoneNumber ')
  )
}
