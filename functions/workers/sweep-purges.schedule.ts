import { purgeUses, sweepPurges } from '../../shared/erasure/purge-user.ts'
import { defineWorker } from '../../shared/workers/define-worker.ts'
import { scheduleWorker } from '../../shared/workers/schedule-worker.ts'

export const worker = defineWorker({
  summary: 'Finish the purges that failed in the stream worker',
  everyMinutes: 5,
  uses: {
    usersTable: ['dynamodb:UpdateItem'],
    'usersTable/index': ['dynamodb:Query'],
    ...purgeUses,
  },
  settings: ['purgeAgainAfterMs'],
})

export const handler = scheduleWorker(sweepPurges)
