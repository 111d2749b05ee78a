import { COURSE_ID, MESSAGE } from '../docs.ts'
import { describeComponent, describeFields, type FeatureDocs } from '../feature-docs.ts'
import { createdReport, reportQuery } from './create-report.ts'
import { reportRequest } from './report.ts'

export const docs: FeatureDocs = {
  schemas: [
    describeFields(reportQuery, { course_id: COURSE_ID }),
    describeComponent('ReportRequest', reportRequest, 'A report of an issue.', {
      content_id: {
        description: 'MongoDB ObjectId of the MCQ or docket: 24 hex digits, in either case.',
        override: { pattern: '^[0-9a-fA-F]{24}$' },
      },
      content_short_uid: 'Human-readable short UID, e.g. `M01234`.',
      content_type: '1: docket; 2: MCQ.',
      issue_type: '1: default, the only type.',
      comments: 'Detailed description of the issue; not blank.',
    }),
    describeComponent('CreatedReport', createdReport, 'The report that was created.', {
      id: '24 hex digits. A report that is sent again gets the same id.',
      message: MESSAGE,
    }),
  ],
}
