import { purgeUser, purgeUses } from '../../shared/erasure/purge-user.ts'
import { TOMBSTONE_PREFIX, userIdOfTombstone } from '../../shared/erasure/tombstones.ts'
import { defineWorker } from '../../shared/workers/define-worker.ts'
import { streamWorker } from '../../shared/workers/stream-worker.ts'

export const worker = defineWorker({
  summary: 'Remove all data of a deleted account',
  // Tombstones are the items that mark deleted accounts.
  keyPrefix: TOMBSTONE_PREFIX,
  uses: {
    usersTable: ['dynamodb:GetItem', 'dynamodb:UpdateItem'],
    ...purgeUses,
  },
  settings: ['purgeAgainAfterMs'],
})

export const handler = streamWorker((pk) => purgeUser(userIdOfTombstone(pk)))
