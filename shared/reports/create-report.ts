import { hash } from 'node:crypto'
import * as z from 'zod/mini'
import { UnauthorizedError } from '../accounts/errors.ts'
import type { Caller } from '../accounts/token.ts'
import { sessionCheck } from '../accounts/users-table.ts'
import { writeTransaction } from '../aws/transaction.ts'
import { setting } from '../config.ts'
import { courseIdInQuery } from '../courses.ts'
import { OBJECT_ID } from '../object-id.ts'
import { enforce, requireNoneRefused } from '../rate-limits/limiter.ts'
import { slidingWindow } from '../rate-limits/sliding-window.ts'
import { REPORTS_WINDOW_MS } from './limits.ts'
import type { Report, reportRequest } from './report.ts'
import { putReport } from './reports-table.ts'

/** The query of POST /users/report. */
export const reportQuery = z.object({ course_id: courseIdInQuery })

/** The response of POST /users/report. */
export const createdReport = z.object({
  id: z.string().check(z.regex(OBJECT_ID)),
  message: z.string(),
})

/**
 * Creates a report in one round trip. The id of the report is a hash of the user, content_id, content_type, issue_type
 * and comments, but not of the course. So a report that is sent twice, even at the same time, is stored once.
 * @throws RateLimitedError after too many reports within an hour.
 * @throws UnauthorizedError when the session has ended.
 */
export async function createReport(
  caller: Caller,
  course: number,
  given: z.output<typeof reportRequest>,
): Promise<z.output<typeof createdReport>> {
  const report: Report = {
    id: toReportId(caller.userId, given),
    userId: caller.userId,
    courseId: course,
    contentId: given.content_id,
    contentShortUid: given.content_short_uid || undefined,
    contentType: given.content_type,
    issueType: given.issue_type,
    comments: given.comments,
    createdAt: Date.now(),
  }
  const limit = slidingWindow(
    { name: 'reports', subject: { userId: caller.userId } },
    { max: setting('reportsPerUser'), windowMs: REPORTS_WINDOW_MS },
  )
  const failed = await writeTransaction({
    session: sessionCheck(caller),
    report: putReport(report),
    limits: [enforce(limit)],
  })
  if (failed?.session) throw new UnauthorizedError()
  // The condition of the report fails when it is stored already.
  if (failed && !failed.report) await requireNoneRefused([limit], failed.limits)
  return { id: report.id, message: 'Operation completed successfully.' }
}

function toReportId(userId: string, given: z.output<typeof reportRequest>): string {
  const { content_id, content_type, issue_type, comments } = given
  const content = JSON.stringify([userId, content_id, content_type, issue_type, comments])
  return hash('sha256', content).slice(0, 24)
}
