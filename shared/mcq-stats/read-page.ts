import * as z from 'zod/mini'
import { authenticateInParallel } from '../accounts/authenticate.ts'
import { recordUse } from '../accounts/record-use.ts'
import type { Caller } from '../accounts/token.ts'
import { setting } from '../config.ts'
import { courseIdInQuery } from '../courses.ts'
import { startOfDay } from '../time.ts'
import { fromCursor, toCursor, toRowId } from './cursor.ts'
import { dayRow, toDayRow } from './day-stats.ts'
import { DEFAULT_PAGE_ROWS, MAX_PAGE_ROWS } from './limits.ts'
import { findDays } from './mcq-stats-table.ts'

/** The query of GET /users/mcq-daily/sync. API Gateway joins repeated parameters with commas. */
export const syncQuery = z.object({
  course_id: courseIdInQuery,
  sync_from_epoch_ms: digits(
    z.int().check(z.minimum(0)),
    'Must be epoch milliseconds, e.g. 1714262400000',
  ),
  next_cursor: z.optional(z.string()),
  limit: z._default(
    digits(z.int().check(z.minimum(1), z.maximum(MAX_PAGE_ROWS))),
    DEFAULT_PAGE_ROWS,
  ),
})

/** The rows of a page: `data` of the response. */
export const dayRows = z.array(dayRow)

/**
 * Reads a page of the days that changed after the cursor, in the order of their last change. The next sync starts at
 * the cursor of this page, whether or not there are more rows now. Authenticates the caller in parallel, and returns
 * the page only when that succeeds.
 * @throws UnauthorizedError, before any other error.
 * @throws InvalidCursorError when the cursor does not belong to this user and course.
 */
export async function readPage(caller: Caller, query: z.output<typeof syncQuery>) {
  const [user, page] = await authenticateInParallel(caller, (authenticated) =>
    read(caller.userId, query, authenticated),
  )
  await recordUse(caller, user)
  return page
}

async function read(
  userId: string,
  query: z.output<typeof syncQuery>,
  authenticated: Promise<unknown>,
) {
  const { course_id, sync_from_epoch_ms, next_cursor: cursor, limit } = query
  // Rounded down to the start of the UTC day. A client may send midnight of another time zone, e.g. of India, and
  // wants the UTC day that contains it.
  const fromDay = startOfDay(sync_from_epoch_ms)
  const owner = { userId, courseId: course_id }
  const after = cursor === undefined ? -1 : fromCursor(owner, cursor).updatedAt
  const until = Date.now() - setting('syncSettleMs')
  // Reads one row more than requested, to find out whether there are more.
  const found = await findDays(owner, { after, until, fromDay, max: limit + 1 }, authenticated)
  const days = found.slice(0, limit)
  const last = days.at(-1)
  return {
    data: days.map((day) => toDayRow(toRowId(owner, day.dayStart), day)),
    pagination: {
      next_cursor: last ? toCursor(owner, last) : (cursor ?? null),
      prev_cursor: null,
      limit,
      has_more: found.length > limit,
    },
  }
}

/** Makes the schema of an integer in a query string, which is converted to a number. */
function digits(integer: z.ZodMiniNumber<number>, message = 'Must be a positive integer') {
  const text = z.string(message).check(z.regex(/^\d{1,16}$/, message))
  return z.pipe(z.pipe(text, z.transform(Number)), integer)
}
