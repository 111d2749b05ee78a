import { QueryCommand } from '@aws-sdk/lib-dynamodb'
import type { SQSEvent } from 'aws-lambda'
import { handler } from '../../functions/workers/record-mcq-attempts.queue.ts'
import type { Attempt } from '../../shared/mcq-stats/attempt.ts'
import type { DayCounts, DayStats } from '../../shared/mcq-stats/day-stats.ts'
import { newObjectId } from '../../shared/object-id.ts'
import { stack, tables } from './stack.ts'

/** Two days of the example in the MCQ document. */
export const APRIL_28 = Date.UTC(2024, 3, 28)
export const APRIL_29 = Date.UTC(2024, 3, 29)

const noon = 12 * 60 * 60 * 1000

/** A correct attempt of a user at noon of April 28, at an MCQ that nobody else has attempted. */
export function attemptOf(userId: string, given: Partial<Attempt> = {}): Attempt {
  return {
    attempt_id: newObjectId(),
    user_id: userId,
    course_id: 1,
    mcq_id: newObjectId(),
    is_correct: true,
    attempted_at_epoch_ms: APRIL_28 + noon,
    ...given,
  }
}

/** Attempts of one day: the totals of first attempts and re-attempts, and how many of each are correct. */
export function attemptsOfDay(
  userId: string,
  day: number,
  first: { total: number; correct: number },
  again: { total: number; correct: number } = { total: 0, correct: 0 },
): Attempt[] {
  const known = newObjectId()
  const attempted_at_epoch_ms = day
  const make = (index: number, correct: number, mcq_id: string) =>
    attemptOf(userId, { attempted_at_epoch_ms, mcq_id, is_correct: index < correct })
  return [
    ...Array.from({ length: first.total }, (_, index) =>
      make(index, first.correct, index === 0 ? known : newObjectId()),
    ),
    ...Array.from({ length: again.total }, (_, index) => make(index, again.correct, known)),
  ]
}

/** A message of the queue: an attempt, or any other body. */
interface Message {
  body: unknown
  group: string
}

/** The event with which Lambda passes messages to a function. A message's id is its position. */
export function queueEvent(messages: readonly Message[]): SQSEvent {
  const Records = messages.map(({ body, group }, index) => ({
    messageId: String(index),
    receiptHandle: '',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    attributes: { MessageGroupId: group } as SQSEvent['Records'][number]['attributes'],
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: '',
    awsRegion: 'ap-south-1',
  }))
  return { Records }
}

/** Invokes the worker with a batch. Returns the positions of the messages that failed. */
export async function deliver(attempts: readonly Attempt[]): Promise<number[]> {
  const messages = attempts.map((body) => ({ body, group: body.user_id }))
  const { batchItemFailures } = await handler(queueEvent(messages))
  return batchItemFailures.map(({ itemIdentifier }) => Number(itemIdentifier))
}

/** All items of a user in course 1 in the stats table. */
export async function storedStats(userId: string): Promise<Record<string, unknown>[]> {
  const { Items = [] } = await tables.send(
    new QueryCommand({
      TableName: stack.mcqStatsTableName,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': `${userId}_1` },
      ConsistentRead: true,
    }),
  )
  return Items
}

/** The days of a user in course 1 in the stats table, without the keys. */
export async function storedDays(userId: string): Promise<DayStats[]> {
  const days = (await storedStats(userId)).filter(({ sk }) => String(sk).startsWith('DAY#'))
  return days.map(({ pk, sk, ...day }) => day as unknown as DayStats)
}

/** A day's counters as stored. Each pair is a total, and how many of these were correct. */
export function counts(first: [number, number], again: [number, number]): DayCounts {
  return {
    firstAttemptTotal: first[0],
    firstAttemptCorrect: first[1],
    reattemptTotal: again[0],
    reattemptCorrect: again[1],
  }
}

/** The counters of a user's days in course 1, the earliest day first. */
export async function storedCounts(userId: string): Promise<DayCounts[]> {
  return (await storedDays(userId)).map(({ dayStart, updatedAt, ...counted }) => counted)
}
