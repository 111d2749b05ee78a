import { sweepPurges } from '../../shared/erasure/purge-user.ts'
import { defineWorker } from '../../shared/workers/define-worker.ts'

export const worker = defineWorker({
  summary: 'Finish the purges that the stream did not',
  everyMinutes: 5,
  uses: {
    usersTable: ['dynamodb:DeleteItem'],
    'usersTable/index': ['dynamodb:Query'],
    mcqStatsTable: ['dynamodb:Query', 'dynamodb:BatchWriteItem'],
    otpsTable: ['dynamodb:Query', 'dynamodb:BatchWriteItem'],
    picturesBucket: ['s3:ListBucket'],
    'picturesBucket/objects': ['s3:DeleteObject'],
    reportsTable: ['dynamodb:UpdateItem'],
    'reportsTable/index': ['dynamodb:Query'],
  },
  settings: ['purgeAgainAfterMs'],
})

export const handler = sweepPurges
