import { QueryCommand } from '@aws-sdk/lib-dynamodb'
import type { SQSEvent } from 'aws-lambda'
import { handler } from '../../functions/workers/record-mcq-attempts.queue.ts'
import { issueToken } from '../../shared/accounts/token.ts'
import { createUser } from '../../shared/accounts/users-table.ts'
import type { Attempt } from '../../shared/mcq-stats/attempt.ts'
import type { DayCounts, DayStats } from '../../shared/mcq-stats/day-stats.ts'
import { newObjectId } from '../../shared/object-id.ts'
import { type Account, callAs, freshEmail } from './accounts.ts'
import type { Driver } from './api-request.ts'
import { stack, tables } from './stack.ts'

/** Two days of the document's example. */
export const APRIL_28 = Date.UTC(2024, 3, 28)
export const APRIL_29 = Date.UTC(2024, 3, 29)

const noon = 12 * 60 * 60 * 1000

/** A user with a session and no password: quicker than a registration. */
export async function openAccount(driver: Driver, id = newObjectId()): Promise<Account> {
  const { accessToken: token, sessionId, session } = issueToken(id, '192.0.2.1')
  const now = Date.now()
  const names = { firstName: 'John', lastName: 'Smith' }
  const account = { id, email: freshEmail(), ...names, points: 0, createdAt: now, updatedAt: now }
  await createUser({ ...account, passwordHash: '', sessions: { [sessionId]: session } })
  return { id, email: account.email, password: '', token, call: callAs(driver, token) }
}

/** A right attempt of a user at noon of April 28, at an MCQ that nobody else has attempted. */
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

/** Attempts of the document's kind: so many first ones and re-attempts in a day, so many right. */
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

/** A message of the queue: an attempt, or whatever a test puts there. */
interface Message {
  body: unknown
  group: string
}

/** The event by which Lambda hands messages over; their ids are their positions. */
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

/** Has the worker handle a batch. Answers the positions of the messages that failed. */
export async function deliver(attempts: readonly Attempt[]): Promise<number[]> {
  const messages = attempts.map((body) => ({ body, group: body.user_id }))
  const { batchItemFailures } = await handler(queueEvent(messages))
  return batchItemFailures.map(({ itemIdentifier }) => Number(itemIdentifier))
}

/** Everything that the table has of a user in course 1. */
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

/** The days that the table has of a user in course 1, without its keys. */
export async function storedDays(userId: string): Promise<DayStats[]> {
  const days = (await storedStats(userId)).filter(({ sk }) => String(sk).startsWith('DAY#'))
  return days.map(({ pk, sk, ...day }) => day as unknown as DayStats)
}

/** A day's counters as stored: totals and how many of them were right. */
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
