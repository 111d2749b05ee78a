import * as z from 'zod/mini'
import { text } from '../accounts/fields.ts'
import { OBJECT_ID } from '../object-id.ts'
import { MAX_COMMENTS, MAX_SHORT_UID } from './limits.ts'

/** The kinds of content that can be reported: a docket or an MCQ (multiple-choice question). */
export const contentTypes = { DOCKET: 1, MCQ: 2 } as const
/** The issue types. The V1 document (the specification of the V1 routes) requires the field, but defines only one. */
const issueTypes = { DEFAULT: 1 } as const

/** The body of POST /users/report. */
export const reportRequest = z.object({
  content_id: z.string().check(z.toLowerCase(), z.regex(OBJECT_ID, 'Must have 24 hex digits')),
  content_short_uid: z.nullish(text(MAX_SHORT_UID)),
  content_type: z.literal(Object.values(contentTypes)),
  issue_type: z.literal(Object.values(issueTypes)),
  comments: text(MAX_COMMENTS, { multiline: true }).check(z.minLength(1, 'Must not be blank')),
})

/** A report as stored. When its user is deleted, the report stays, without `userId`. */
export interface Report {
  /** 24 hex digits. */
  id: string
  /** Absent after the user is deleted. */
  userId?: string
  courseId: number
  contentId: string
  contentShortUid?: string
  contentType: number
  issueType: number
  comments: string
  /** Epoch ms. */
  createdAt: number
}
