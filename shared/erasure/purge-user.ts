import { setting } from '../config.ts'
import type { Uses } from '../function-contract.ts'
import { logNeglected } from '../log.ts'
import { deleteStatsOf } from '../mcq-stats/mcq-stats-table.ts'
import { count, measure } from '../metrics.ts'
import { deleteOtpsOf } from '../otps/otps-table.ts'
import { deletePicturesOf } from '../profile-picture/pictures-bucket.ts'
import { forgetReporter } from '../reports/reports-table.ts'
import { closeTombstone, getTombstone, oldestTombstones, type Tombstone } from './tombstones.ts'

/** The AWS actions of a purge, for the contracts of its workers. */
export const purgeUses = {
  mcqStatsTable: ['dynamodb:Query', 'dynamodb:BatchWriteItem'],
  otpsTable: ['dynamodb:Query', 'dynamodb:BatchWriteItem'],
  picturesBucket: ['s3:ListBucket'],
  'picturesBucket/objects': ['s3:DeleteObject'],
  reportsTable: ['dynamodb:UpdateItem', 'dynamodb:BatchWriteItem'],
  'reportsTable/index': ['dynamodb:Query'],
} as const satisfies Uses

/**
 * Removes everything that is stored of a deleted user. Reports of the user stay, without the user's id. Safe
 * to repeat. The first purge, started by the table's stream, leaves the tombstone (the item that marks the deleted
 * account) open, because a request that was running during the deletion may still store something, e.g. a picture.
 * Later, when no such request can be running, the scheduled sweep purges again and closes the tombstone.
 */
export async function purgeUser(userId: string): Promise<void> {
  const tombstone = await getTombstone(userId)
  if (tombstone) await purge(tombstone)
}

/**
 * Purges up to 100 deleted users that have an open tombstone, oldest first.
 * @throws AggregateError when some purges failed, after all others are done.
 */
export async function sweepPurges(): Promise<void> {
  const failures: unknown[] = []
  const tombstones = await oldestTombstones()
  const [oldest] = tombstones
  // The age is recorded before the purges, because they may fail. It is recorded even when it is 0, because the
  // alarm treats missing data as a sign that no sweep ran.
  measure('PurgeAge', oldest ? Math.max(0, Date.now() - oldest.deletedAt) : 0)
  for (const tombstone of tombstones) {
    await purge(tombstone).catch((error: unknown) => {
      logNeglected('purge a deleted user', error)
      failures.push(error)
    })
  }
  if (failures.length > 0) throw new AggregateError(failures, 'Some purges failed')
}

async function purge({ userId, deletedAt }: Tombstone): Promise<void> {
  const isFinal = Date.now() - deletedAt >= setting('purgeAgainAfterMs')
  await Promise.all([
    deleteStatsOf(userId),
    deleteOtpsOf(userId),
    deletePicturesOf(userId),
    forgetReporter(userId),
  ])
  if (!isFinal) return
  await closeTombstone(userId)
  count('PurgesDone')
}
