import { PublishCommand, SNSClient } from '@aws-sdk/client-sns'

/** A text message, and its attributes as SNS names them. */
export interface Sms {
  /** E.164. */
  to: string
  text: string
  attributes: Readonly<Record<string, string>>
}

/**
 * The SNS client, apart from the others so that only functions that send SMS carry it. A call is
 * never repeated, because a retry is a second SMS; so the one that is made may take longer.
 */
export const sns = new SNSClient({
  maxAttempts: 1,
  retryMode: 'standard',
  requestHandler: {
    connectionTimeout: 300,
    requestTimeout: 3000,
    throwOnRequestTimeout: true,
  },
})

/** Hands an SMS over. Whatever is thrown, only `wasRefused` tells that it was not taken. */
export async function publishSms({ to, text, attributes }: Sms): Promise<void> {
  const given = Object.entries(attributes).filter(([, value]) => value !== '')
  const MessageAttributes = Object.fromEntries(
    given.map(([name, value]) => [name, { DataType: 'String', StringValue: value }]),
  )
  await sns.send(new PublishCommand({ PhoneNumber: to, Message: text, MessageAttributes }))
}

/** Whether SNS answered with an error, so that nothing was sent; a time-out leaves that open. */
export function wasRefused(error: unknown): boolean {
  const { $metadata } = error as { $metadata?: { httpStatusCode?: number } }
  return $metadata?.httpStatusCode !== undefined
}

/** Whether the number itself is what SNS refused. */
export function isNumberInvalid(error: unknown): boolean {
  return error instanceof Error && error.name === 'InvalidParameterException'
}
