import type { SQSRecord } from 'aws-lambda'
import { sendToFifoQueue } from '../aws/queue.ts'
import { type Resource, resourceName } from '../config.ts'
import { logFailure } from './log-failure.ts'

/** A message that can never succeed, because its body is invalid. */
export interface MalformedMessage {
  readonly record: SQSRecord
  readonly group: string
  /** Names the wrong fields, never their values. */
  readonly reason: string
}

/**
 * Moves malformed messages to a FIFO dead-letter queue, each with the attribute `Reason`.
 * @returns the ids of the messages that could not be moved.
 */
export async function moveToDeadLetters(
  queue: Resource,
  messages: readonly MalformedMessage[],
): Promise<string[]> {
  const unmoved = await Promise.all(messages.map(async (one) => await move(queue, one)))
  return unmoved.flat()
}

async function move(
  queue: Resource,
  { record: { messageId, body }, group, reason }: MalformedMessage,
): Promise<string[]> {
  try {
    const attributes = { Reason: reason }
    await sendToFifoQueue(resourceName(queue), {
      body,
      group,
      deduplicationId: messageId,
      attributes,
    })
    return []
  } catch (error) {
    logFailure(messageId, error)
    return [messageId]
  }
}
