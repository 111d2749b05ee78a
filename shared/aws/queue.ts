import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { clientConfig } from './client-config.ts'
import { toMessageAttributes } from './message-attributes.ts'

/** A message for a FIFO queue. */
export interface FifoMessage {
  readonly body: string
  /** Messages of one group stay in order. */
  readonly group: string
  /** SQS drops a message that has the same id as a message of the last five minutes. */
  readonly deduplicationId: string
  readonly attributes: Readonly<Record<string, string>>
}

/**
 * The SQS client. It is in a separate file, so that only functions that send to a queue bundle it. A call takes at
 * most 3 attempts × 1.3 s (0.3 s to connect, 1 s for the response) plus the SDK's pauses.
 */
export const sqs = new SQSClient(clientConfig(3, 1000))

/** Sends a message to a standard queue. After a retry, the queue may have the message twice. */
export async function sendToQueue(queueUrl: string, body: string): Promise<void> {
  await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: body }))
}

/** Sends a message to a FIFO queue. The queue drops the duplicate that a retry may cause. */
export async function sendToFifoQueue(queueUrl: string, message: FifoMessage): Promise<void> {
  await sqs.send(
    new SendMessageCommand({
      QueueUrl: queueUrl,
      MessageBody: message.body,
      MessageGroupId: message.group,
      MessageDeduplicationId: message.deduplicationId,
      MessageAttributes: toMessageAttributes(message.attributes),
    }),
  )
}
