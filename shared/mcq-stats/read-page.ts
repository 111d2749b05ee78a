import * as z from 'zod/mini'
import { authenticateBeside } from '../accounts/authenticate.ts'
import type { Caller } from '../accounts/token.ts'
import { setting } from '../config.ts'
import { courseId } from '../courses.ts'
import { fromCursor, toCursor, toRowId } from './cursor.ts'
import { dayRow, toDayRow } from './day-stats.ts'
import { findDays } from './mcq-stats-table.ts'

const MAX_LIMIT = 100
const DEFAULT_LIMIT = 50

/** What GET /users/mcq-daily/sync is asked, as texts; a parameter that came twice has a comma. */
export const syncQuery = z.object({
  course_id: courseId,
  sync_from_epoch_ms: digits(z.int().check(z.minimum(0))),
  next_cursor: z.optional(z.string()),
  limit: z._default(digits(z.int().check(z.minimum(1), z.maximum(MAX_LIMIT))), DEFAULT_LIMIT),
})

/** The rows of a page. */
export const dayRows = z.array(dayRow)

/**
 * Reads the days that changed after the cursor, in the order of their last change. The cursor of a
 * page is where the next sync resumes, whether there is more now or not. The page is read beside
 * the session check, and told only when that has passed.
 * @throws UnauthorizedError before all else.
 * @throws InvalidCursorError when the cursor is not one of this user and course.
 */
export async function readPage(caller: Caller, query: z.output<typeof syncQuery>) {
  const [, page] = await authenticateBeside(caller, (proven) => read(caller.userId, query, proven))
  return page
}

async function read(userId: string, query: z.output<typeof syncQuery>, proven: Promise<unknown>) {
  const { course_id, sync_from_epoch_ms: fromDay, next_cursor: cursor, limit } = query
  const owner = { userId, courseId: course_id }
  const after = cursor === undefined ? -1 : fromCursor(owner, cursor).updatedAt
  // What has just changed may still be overtaken by a change that lands before it.
  const until = Date.now() - setting('syncSettleMs')
  // One row more than is asked for tells whether there is more.
  const found = await findDays(owner, { after, until, fromDay, max: limit + 1 }, proven)
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

/** An integer in digits, told as a number. */
function digits(integer: z.ZodMiniNumber<number>) {
  const text = z.string().check(z.regex(/^\d{1,16}$/, 'Must be an integer'))
  return z.pipe(z.pipe(text, z.transform(Number)), integer)
}
