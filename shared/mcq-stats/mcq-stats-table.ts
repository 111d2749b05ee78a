import { userExists } from '../accounts/users-table.ts'
import { batchGet, deletePartition, readPartition } from '../aws/batch.ts'
import { queryPage, type ReadPage } from '../aws/read-pages.ts'
import { type TransactionItem, writeTransaction } from '../aws/transaction.ts'
import { resourceName } from '../config.ts'
import { courseIds } from '../courses.ts'
import { toTtl } from '../time.ts'
import type { DayCounts, DayStats } from './day-stats.ts'
import { ATTEMPT_MARKER_MS } from './limits.ts'

/** A user's stats of one course: a partition of the table. */
export interface StatsOwner {
  userId: string
  courseId: number
}

/** What is already recorded of some attempts and MCQs. A marker is an item that exists once an attempt is recorded. */
export interface Markers {
  /** The head: the last `updatedAt` of the user and course, epoch ms. Undefined when nothing is recorded yet. */
  head: number | undefined
  /** Ids of the attempts that are already recorded. */
  attemptIds: ReadonlySet<string>
  /** Ids of the MCQs that have a recorded attempt. */
  mcqIds: ReadonlySet<string>
}

/** Attempts of one day, to be recorded together. Times in epoch ms. */
export interface DayEntry {
  dayStart: number
  updatedAt: number
  /** The head (see `Markers`) as it was read. */
  head: number | undefined
  attemptIds: readonly string[]
  /** The MCQs that are attempted for the first time here. */
  firstMcqIds: readonly string[]
  counts: DayCounts
}

/** Which days to read: those with `updatedAt` above `after` and up to `until`, epoch ms. */
export interface DayRange {
  after: number
  until: number
  /** The earliest `dayStart` to read, epoch ms. */
  fromDay: number
  max: number
}

/** All that is stored of a user in a course. The head is left out: it equals the last `updatedAt` of the days. */
export interface StoredStats {
  /** In the order of `dayStart`. */
  days: DayStats[]
  /** The MCQs that the user has attempted. */
  mcqIds: string[]
  /** The recorded attempts of the last 90 days, which must not count twice. Epoch ms. */
  attempts: { id: string; expiresAt: number }[]
}

/** How many rows each further read requests, when the filter has left fewer rows than needed. */
const FURTHER_ROWS = 1000

const ATTEMPT = 'ATTEMPT#'
const MCQ = 'MCQ#'
const HEAD = 'HEAD'

const table = () => resourceName('mcqStatsTable')
const partition = ({ userId, courseId }: StatsOwner) => `${userId}_${courseId}`

/** Reads the markers that decide how attempts count. They may change afterwards, so `recordDay` checks them again. */
export async function readMarkers(
  owner: StatsOwner,
  attemptIds: readonly string[],
  mcqIds: readonly string[],
): Promise<Markers> {
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
 * Records attempts of one day, all or none: writes their markers, the day's counters and the head.
 * @returns `changed` when markers or head have changed since they were read, `no user` when the user is deleted.
 */
export async function recordDay(
  owner: StatsOwner,
  entry: DayEntry,
): Promise<'recorded' | 'changed' | 'no user'> {
  const pk = partition(owner)
  const expiresAt = toTtl(Date.now() + ATTEMPT_MARKER_MS)
  const failed = await writeTransaction({
    user: userExists(owner.userId),
    head: moveHead(pk, entry),
    day: addToDay(pk, entry),
    attempts: entry.attemptIds.map((id) => putMarker({ pk, sk: `${ATTEMPT}${id}`, expiresAt })),
    mcqs: entry.firstMcqIds.map((id) => putMarker({ pk, sk: `${MCQ}${id}` })),
  })
  if (!failed) return 'recorded'
  return failed.user ? 'no user' : 'changed'
}

/**
 * Reads up to `max` days in the order of their last change. Reads further pages of the index only after
 * `authenticated`, so that a request with an invalid token costs one page at most.
 */
export async function findDays(
  owner: StatsOwner,
  range: DayRange,
  authenticated: Promise<unknown> = Promise.resolve(),
): Promise<DayStats[]> {
  const days: DayStats[] = []
  if (range.after >= range.until) return days
  const query = {
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
  }
  // DynamoDB applies the limit before the filter.
  let Limit = range.max
  let ExclusiveStartKey: ReadPage['next']
  do {
    const { items, next } = await queryPage<DayStats>({ ...query, Limit, ExclusiveStartKey })
    days.push(...items)
    ExclusiveStartKey = next
    Limit = FURTHER_ROWS
    await authenticated
  } while (ExclusiveStartKey && days.length < range.max)
  return days.slice(0, range.max)
}

/** Reads all that is stored of a user in a course. For operators only. */
export async function readStats(owner: StatsOwner): Promise<StoredStats> {
  const items = await readPartition(table(), partition(owner))
  const withPrefix = (prefix: string) => items.filter(({ sk }) => String(sk).startsWith(prefix))
  const idOf = (prefix: string, { sk }: Record<string, unknown>) => String(sk).slice(prefix.length)
  return {
    days: withPrefix('DAY#').map(({ pk, sk, ...day }) => day as unknown as DayStats),
    mcqIds: withPrefix(MCQ).map((item) => idOf(MCQ, item)),
    attempts: withPrefix(ATTEMPT).map((item) => ({
      id: idOf(ATTEMPT, item),
      expiresAt: Number(item.expiresAt) * 1000,
    })),
  }
}

/** Deletes a user's stats of all courses. Safe to repeat. */
export async function deleteStatsOf(userId: string): Promise<void> {
  for (const courseId of courseIds) await deletePartition(table(), partition({ userId, courseId }))
}

/** Stores the new head. The attribute is not named `updatedAt`, because the index of the days would then contain it. */
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

function putMarker(Item: { pk: string; sk: string; expiresAt?: number }): TransactionItem {
  return { Put: { TableName: table(), Item, ConditionExpression: 'attribute_not_exists(pk)' } }
}
