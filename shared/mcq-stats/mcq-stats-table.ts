import { QueryCommand, type QueryCommandInput } from '@aws-sdk/lib-dynamodb'
import { userExists } from '../accounts/users-table.ts'
import { batchGet, deletePartition } from '../aws/batch.ts'
import { dynamo } from '../aws/dynamodb-client.ts'
import { type TransactionItem, writeTransaction } from '../aws/transaction.ts'
import { resourceName } from '../config.ts'
import { courseIds } from '../courses.ts'
import type { DayCounts, DayStats } from './day-stats.ts'
import { DAY_MS } from './utc-day.ts'

/** Whose stats, of which course: a partition of the table. */
export interface StatsOwner {
  userId: string
  courseId: number
}

/** What is known of some attempts before they are recorded. */
export interface Marks {
  /** The last `updatedAt`; undefined before the first. */
  head: number | undefined
  /** Which of the attempts were recorded before. */
  attemptIds: ReadonlySet<string>
  /** Which of their MCQs were attempted before. */
  mcqIds: ReadonlySet<string>
}

/** Attempts of one day that are recorded together. */
export interface DayEntry {
  dayStart: number
  updatedAt: number
  /** The head as it was read. */
  head: number | undefined
  attemptIds: readonly string[]
  /** The MCQs that these attempts are the first at. */
  firstMcqIds: readonly string[]
  counts: DayCounts
}

/** Which days to read: positions in epoch ms, `after` exclusive, `until` inclusive. */
export interface DayRange {
  after: number
  until: number
  /** Least `dayStart`. */
  fromDay: number
  max: number
}

// A message lives 4 days in the queue, 14 in the dead-letter queue and 4 more once it is put back:
// as long an attempt may come again. The rest is room for a producer that repeats itself.
const ATTEMPT_MARK_SECONDS = (90 * DAY_MS) / 1000
/** Rows of a further read, when the filter left the first one short. */
const FURTHER_ROWS = 1000

const ATTEMPT = 'ATTEMPT#'
const MCQ = 'MCQ#'
const HEAD = 'HEAD'

const table = () => resourceName('mcqStatsTable')
const partition = ({ userId, courseId }: StatsOwner) => `${userId}_${courseId}`

/** Reads what decides how attempts count. Not of one moment: `recordDay` checks that it still holds. */
export async function readMarks(
  owner: StatsOwner,
  attemptIds: readonly string[],
  mcqIds: readonly string[],
): Promise<Marks> {
  const sortKeys = new Set([
    HEAD,
    ...attemptIds.map((id) => `${ATTEMPT}${id}`),
    ...mcqIds.map((id) => `${MCQ}${id}`),
  ])
  const pk = partition(owner)
  const items = await batchGet(
    table(),
    [...sortKeys].map((sk) => ({ pk, sk })),
  )
  const idsAfter = (prefix: string) => {
    const found = items.map(({ sk }) => String(sk)).filter((sk) => sk.startsWith(prefix))
    return new Set(found.map((sk) => sk.slice(prefix.length)))
  }
  const head = items.find(({ sk }) => sk === HEAD)?.lastUpdatedAt as number | undefined
  return { head, attemptIds: idsAfter(ATTEMPT), mcqIds: idsAfter(MCQ) }
}

/**
 * Records attempts of one day, all or none: their marks, the day's counters, the head.
 * Answers `changed` when what was read holds no longer, `no user` when the user was deleted.
 */
export async function recordDay(
  owner: StatsOwner,
  entry: DayEntry,
): Promise<'recorded' | 'changed' | 'no user'> {
  const pk = partition(owner)
  const expiresAt = Math.ceil(Date.now() / 1000) + ATTEMPT_MARK_SECONDS
  const failed = await writeTransaction([
    userExists(owner.userId),
    moveHead(pk, entry),
    addToDay(pk, entry),
    ...entry.attemptIds.map((id) => putMark({ pk, sk: `${ATTEMPT}${id}`, expiresAt })),
    ...entry.firstMcqIds.map((id) => putMark({ pk, sk: `${MCQ}${id}` })),
  ])
  if (!failed) return 'recorded'
  return failed[0] ? 'no user' : 'changed'
}

/**
 * The days in the order of their last change. Read on until there are `max` or no more; but beyond
 * one page of the index only once `proven` is: it may be read for a token that nobody gave out.
 */
export async function findDays(
  owner: StatsOwner,
  range: DayRange,
  proven: Promise<unknown> = Promise.resolve(),
): Promise<DayStats[]> {
  const days: DayStats[] = []
  if (range.after >= range.until) return days
  const query: QueryCommandInput = {
    TableName: table(),
    IndexName: 'updates',
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :pk AND updatedAt BETWEEN :first AND :last',
    FilterExpression: 'dayStart >= :fromDay',
    ExpressionAttributeValues: {
      ':pk': partition(owner),
      ':first': range.after + 1,
      ':last': range.until,
      ':fromDay': range.fromDay,
    },
    // Counts rows before the filter.
    Limit: range.max,
  }
  do {
    const { Items = [], LastEvaluatedKey } = await dynamo.send(new QueryCommand(query))
    days.push(...(Items as DayStats[]))
    query.ExclusiveStartKey = LastEvaluatedKey
    query.Limit = FURTHER_ROWS
    await proven
  } while (query.ExclusiveStartKey && days.length < range.max)
  return days.slice(0, range.max)
}

/** Removes all that is stored of a user, whatever the course. Doing it again does no harm. */
export async function deleteStatsOf(userId: string): Promise<void> {
  for (const courseId of courseIds) await deletePartition(table(), partition({ userId, courseId }))
}

/** `lastUpdatedAt`, not `updatedAt`: with that it would stand in the index among the days. */
function moveHead(pk: string, { head, updatedAt }: DayEntry): TransactionItem {
  const Put = { TableName: table(), Item: { pk, sk: HEAD, lastUpdatedAt: updatedAt } }
  if (head === undefined)
    return { Put: { ...Put, ConditionExpression: 'attribute_not_exists(pk)' } }
  const ConditionExpression = 'lastUpdatedAt = :head'
  return { Put: { ...Put, ConditionExpression, ExpressionAttributeValues: { ':head': head } } }
}

function addToDay(pk: string, { dayStart, updatedAt, counts }: DayEntry): TransactionItem {
  const names = Object.keys(counts)
  const values = Object.entries(counts).map(([name, count]) => [`:${name}`, count])
  return {
    Update: {
      TableName: table(),
      Key: { pk, sk: `DAY#${dayStart}` },
      UpdateExpression: `SET dayStart = :dayStart, updatedAt = :updatedAt ADD ${names
        .map((name) => `${name} :${name}`)
        .join(', ')}`,
      ExpressionAttributeValues: {
        ...Object.fromEntries(values),
        ':dayStart': dayStart,
        ':updatedAt': updatedAt,
      },
    },
  }
}

function putMark(Item: { pk: string; sk: string; expiresAt?: number }): TransactionItem {
  return { Put: { TableName: table(), Item, ConditionExpression: 'attribute_not_exists(pk)' } }
}
