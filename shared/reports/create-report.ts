import { createHash } from 'node:crypto'
import * as z from 'zod/mini'
import { UnauthorizedError } from '../accounts/errors.ts'
import type { Caller } from '../accounts/token.ts'
import { guardCheck } from '../accounts/users-table.ts'
import { writeTransaction } from '../aws/transaction.ts'
import { setting } from '../config.ts'
import { courseId } from '../courses.ts'
import { OBJECT_ID } from '../object-id.ts'
import { requireNone, slidingCap } from '../rate-limits/caps.ts'
import type { givenReport, Report } from './report.ts'
import { putReport } from './reports-table.ts'

/** The query of POST /users/report. */
export const reportQuery = z.object({ course_id: courseId })

const HOUR_MS = 60 * 60 * 1000

/** What POST /users/report answers. */
export const createdReport = z.object({
  id: z.string().check(z.regex(OBJECT_ID)),
  message: z.string(),
})

/**
 * Files a report, in one round trip. Its id follows from what it says and who says it, so the same
 * report sent twice is one report with one id, also when both are on their way at once.
 * @throws RateLimitedError after too many within an hour; UnauthorizedError when the session has ended.
 */
export async function createReport(
  caller: Caller,
  course: number,
  given: z.output<typeof givenReport>,
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
  const cap = slidingCap(
    { name: 'reports', subject: { userId: caller.userId } },
    { max: setting('reportsPerUser'), windowMs: HOUR_MS },
  )
  const failed = await writeTransaction([guardCheck(caller), putReport(report), cap.take()])
  if (failed) {
    const [isLoggedOut, isFiledAlready] = failed
    if (isLoggedOut) throw new UnauthorizedError()
    if (!isFiledAlready) await requireNone([cap])
  }
  return { id: report.id, message: 'Operation completed successfully.' }
}

function toReportId(userId: string, given: z.output<typeof givenReport>): string {
  const { content_id, content_type, issue_type, comments } = given
  const what = JSON.stringify([userId, content_id, content_type, issue_type, comments])
  return createHash('sha256').update(what).digest('hex').slice(0, 24)
}
