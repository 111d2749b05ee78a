import { describeRoute } from '../../../shared/http/describe-route.ts'
import { route } from './sync.get.ts'

export const docs = describeRoute(route, {
  operationId: 'syncMcqDailyStats',
  tag: 'MCQ stats',
  description: ({ syncSettleMs }) =>
    'Sync user MCQ daily stats by updated_at. Returns records updated after the cursor, filtered to ' +
    '`day_start_epoch_ms >= sync_from_epoch_ms`, least recently updated first. Use `next_cursor` for the next page. ' +
    'Keep it also when `has_more` is false: the next sync resumes there. Changes appear ' +
    `${syncSettleMs / 1000} seconds after they were made. **Drop the cursor**, and start without one, when ` +
    '`sync_from_epoch_ms` is on an earlier day than when the cursor was made (the days in between would be missing), ' +
    'and on 1006 for `next_cursor`: it belongs to another account or course. Store the cursor together with its ' +
    '`sync_from_epoch_ms`. A later `sync_from_epoch_ms` needs no new start.',
  response: [
    {
      id: '507f1f77bcf86cd799439011_1_1714348800000',
      day_start_epoch_ms: 1714348800000,
      first_attempt_total: 15,
      first_attempt_correct: 10,
      reattempt_total: 5,
      reattempt_correct: 4,
      overall_total: 20,
      overall_correct: 14,
    },
    {
      id: '507f1f77bcf86cd799439011_1_1714262400000',
      day_start_epoch_ms: 1714262400000,
      first_attempt_total: 8,
      first_attempt_correct: 6,
      reattempt_total: 2,
      reattempt_correct: 1,
      overall_total: 10,
      overall_correct: 7,
    },
  ],
  pagination: {
    next_cursor:
      'eyJ1cGRhdGVkX2F0IjoxNzE0MzQ4ODAwMDAwLCJpZCI6IjUwN2YxZjc3YmNmODZjZDc5OTQzOTAxMV8xXzE3MTQyNjI0MDAwMDAifQ==',
    prev_cursor: null,
    limit: 50,
    has_more: false,
  },
})
