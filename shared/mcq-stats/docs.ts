import { COURSE_ID } from '../docs.ts'
import { describeComponent, describeFields, type FeatureDocs } from '../feature-docs.ts'
import { dayRow } from './day-stats.ts'
import { syncQuery } from './read-page.ts'

/** The cursor of the V1 document's example. */
export const EXAMPLE_CURSOR =
  'eyJ1cGRhdGVkX2F0IjoxNzE0MzQ4ODAwMDAwLCJpZCI6IjUwN2YxZjc3YmNmODZjZDc5OTQzOTAxMV8xXzE3MTQyNjI0MDAwMDAifQ=='

export const docs: FeatureDocs = {
  schemas: [
    describeFields(syncQuery, {
      course_id: COURSE_ID,
      sync_from_epoch_ms: {
        description:
          'Start of a day, UTC, epoch milliseconds. Only entries with `day_start_epoch_ms` >= this value. ' +
          'Any other time is rounded down to the start of its UTC day.',
        showsParsedType: true,
        example: 1714262400000,
      },
      // Without an example: importers such as Postman's would send it, and it fits no account.
      next_cursor: 'The `next_cursor` of the previous page, base64. Omit for the first page.',
      limit: { description: 'Max records to return.', showsParsedType: true, example: 50 },
    }),
    describeComponent('DayStats', dayRow, 'The attempts of a user on one day in one course.', {
      id: '`{user_id}_{course_id}_{day_start_epoch_ms}`.',
      day_start_epoch_ms: 'Start of the day (00:00 UTC), epoch milliseconds.',
      first_attempt_total: 'First-time attempts of that day.',
      first_attempt_correct: 'Correct first-time attempts.',
      reattempt_total: 'Re-attempts.',
      reattempt_correct: 'Correct re-attempts.',
      overall_total: 'All attempts: first and re-attempts.',
      overall_correct: 'All correct attempts.',
    }),
  ],
}
