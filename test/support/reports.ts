import { newObjectId } from '../../shared/object-id.ts'
import type { OwnedReport } from '../../shared/reports/reports-table.ts'

/** A report of a new user about a new MCQ, to be stored. */
export function newReport(given: Partial<OwnedReport> = {}): OwnedReport {
  return {
    id: newObjectId(),
    userId: newObjectId(),
    courseId: 1,
    contentId: newObjectId(),
    contentType: 2,
    issueType: 1,
    comments: 'It is wrong',
    createdAt: 1,
    ...given,
  }
}
