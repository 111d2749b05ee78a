import { describeRoute } from '../../../shared/http/describe-route.ts'
import { EXAMPLE_CURSOR } from '../../../shared/mcq-stats/docs.ts'
import { route } from './sync.get.ts'

export const docs = describeRoute(route, {
  operationId: 'syncMcqDailyStats',
  tag: 'MCQ stats',
  description: ({ syncSettleMs }) =>
    'Returns the daily stats that changed after the cursor, on days from `sync_from_epoch_ms` on, least recently ' +
    'updated first. Use `next_cursor` for the next page, and keep it when `has_more` is false: the next sync continues ' +
    `there. A change appears ${syncSettleMs / 1000} seconds after it was made. ` +
    'Store the cursor together with its `sync_from_epoch_ms`. **Start again without a cursor** in two cases. First, ' +
    'when `sync_from_epoch_ms` is earlier than the stored one: the days in between would be missing. Second, after a ' +
    '1006 for `next_cursor`: the cursor belongs to another account or course.',
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
    next_cursor: EXAMPLE_CURSOR,
    prev_cursor: null,
    limit: 50,
    has_more: false,
  },
})
