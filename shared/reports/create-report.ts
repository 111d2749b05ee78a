import * as z from 'zod/mini'
import { UnauthorizedError } from '../accounts/errors.ts'
import type { Caller } from '../accounts/token.ts'
import { sessionCheck } from '../accounts/users-table.ts'
import { writeTransaction } from '../aws/transaction.ts'
import { setting } from '../config.ts'
import { courseIdInQuery } from '../courses.ts'
import { newObjectId, OBJECT_ID } from '../object-id.ts'
import { enforce, requireNoneRefused } from '../rate-limits/limiter.ts'
import { slidingWindow } from '../rate-limits/sliding-window.ts'
import { REPORTS_WINDOW_MS } from './limits.ts'
import type { Report, reportRequest } from './report.ts'
import { putReport, readSameReport } from './reports-table.ts'

/** The query of POST /users/report. */
export const reportQuery = z.object({ course_id: courseIdInQuery })

/** The response of POST /users/report. */
export const createdReport = z.object({
  id: z.string().check(z.regex(OBJECT_ID)),
  message: z.string(),
})

/**
 * Creates a report in one round trip. When a user sends the same content_id, content_type, issue_type and comments again,
 * even at the same time or for another course, it is stored once, and the response has the id of the first.
 * @throws RateLimitedError after too many reports within an hour.
 * @throws UnauthorizedError when the session has ended.
 */
export async function createReport(
  caller: Caller,
  course: number,
  given: z.output<typeof reportRequest>,
): Promise<z.output<typeof createdReport>> {
  const report = {
    // Random, because a report outlives its user and must not be found by the user's id then.
    id: newObjectId(),
    userId: caller.userId,
    courseId: course,
    contentId: given.content_id,
    contentShortUid: given.content_short_uid || undefined,
    contentType: given.content_type,
    issueType: given.issue_type,
    comments: given.comments,
    createdAt: Date.now(),
  } satisfies Report
  const limit = slidingWindow(
    { name: 'reports', subject: { userId: caller.userId } },
    { max: setting('reportsPerUser'), windowMs: REPORTS_WINDOW_MS },
  )
  const failed = await writeTransaction({
    session: sessionCheck(caller),
    ...putReport(report),
    limits: [enforce(limit)],
  })
  if (failed?.session) throw new UnauthorizedError()
  if (failed && !failed.unique) await requireNoneRefused([limit], failed.limits)
  const id = failed ? await readSameReport(report) : report.id
  // The purge of a deleted user removed what the transaction has just found.
  if (!id) throw new UnauthorizedError()
  return { id, message: 'Operation completed successfully.' }
}
