import { SendMessageBatchCommand } from '@aws-sdk/client-sqs'
import { expect } from 'vitest'
import type { Attempt } from '../../shared/mcq-stats/attempt.ts'
import { newObjectId } from '../../shared/object-id.ts'
import type { Account } from '../support/accounts.ts'
import { expectPage, sync } from '../support/sync.ts'
import { deployment, IN_TIME, queues } from './deployment.ts'

/** Two days of the document's example. */
export const APRIL_28 = Date.UTC(2024, 3, 28)
export const APRIL_29 = Date.UTC(2024, 3, 29)

/** A right attempt of course 1, at an MCQ that nobody else has attempted. */
export function attemptOf(account: Account, day: number, given: Partial<Attempt> = {}): Attempt {
  return {
    attempt_id: newObjectId(),
    user_id: account.id,
    course_id: 1,
    mcq_id: newObjectId(),
    is_correct: true,
    attempted_at_epoch_ms: day,
    ...given,
  }
}

/** Puts attempts, or what pretends to be one, into the queue. */
export async function putAttempts(
  ...messages: readonly Pick<Attempt, 'attempt_id' | 'user_id'>[]
): Promise<void> {
  const { Failed = [] } = await queues.send(
    new SendMessageBatchCommand({
      QueueUrl: deployment.outputs.McqAttemptsQueueUrl,
      Entries: messages.map((message, index) => ({
        Id: String(index),
        MessageBody: JSON.stringify(message),
        MessageGroupId: message.user_id,
        MessageDeduplicationId: message.attempt_id,
      })),
    }),
  )
  expect(Failed).toEqual([])
}

/** Has an attempt recorded. */
export async function recordAttempt(account: Account): Promise<void> {
  await putAttempts(attemptOf(account, APRIL_28))
  await expect.poll(async () => expectPage(await sync(account)).data.length, IN_TIME).toBe(1)
}
