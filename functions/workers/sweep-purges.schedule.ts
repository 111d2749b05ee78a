import { purgeUses, sweepPurges } from '../../shared/erasure/purge-user.ts'
import { defineWorker } from '../../shared/workers/define-worker.ts'
import { scheduleWorker } from '../../shared/workers/schedule-worker.ts'

export const worker = defineWorker({
  summary: 'Purge deleted accounts again, and close their tombstones',
  everyMinutes: 5,
  uses: {
    usersTable: ['dynamodb:UpdateItem'],
    'usersTable/index': ['dynamodb:Query'],
    ...purgeUses,
  },
  settings: ['purgeAgainAfterMs'],
})

export const handler = scheduleWorker(sweepPurges)
