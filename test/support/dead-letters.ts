import {
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs'
import { expect } from 'vitest'

/** A message in the dead-letter queue, with the reason that the worker gave. */
export interface DeadLetter {
  body: string
  reason: string | undefined
}

/** Waits for `count` messages of a user in the dead-letter queue, and takes them out. */
export async function takeDeadLetters(
  queues: SQSClient,
  QueueUrl: string,
  { userId, count }: { userId: string; count: number },
): Promise<DeadLetter[]> {
  const taken: Message[] = []
  const take = async () => {
    const { Messages = [] } = await queues.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        VisibilityTimeout: 2,
        MessageSystemAttributeNames: ['MessageGroupId'],
        MessageAttributeNames: ['Reason'],
      }),
    )
    const own = Messages.filter(({ Attributes }) => Attributes?.MessageGroupId === userId)
    if (own.length > 0) {
      const Entries = own.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }))
      await queues.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }))
    }
    taken.push(...own)
    return taken.length
  }
  await expect.poll(take, { interval: 50 }).toBeGreaterThanOrEqual(count)
  return taken.map(({ Body = '', MessageAttributes }) => ({
    body: Body,
    reason: MessageAttributes?.Reason?.StringValue,
  }))
}
