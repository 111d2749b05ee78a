import { setting } from '../config.ts'
import type { Uses } from '../function-contract.ts'
import { logNeglected } from '../log.ts'
import { deleteStatsOf } from '../mcq-stats/mcq-stats-table.ts'
import { count, measure } from '../metrics.ts'
import { deleteOtpsOf } from '../phone-verification/otps-table.ts'
import { deletePicturesOf } from '../profile-picture/pictures-bucket.ts'
import { forgetReporter } from '../reports/reports-table.ts'
import { getTombstone, oldestTombstones, removeTombstone, type Tombstone } from './tombstones.ts'

/** What a purge does where, for the contracts of the workers that run it. */
export const purgeUses = {
  mcqStatsTable: ['dynamodb:Query', 'dynamodb:BatchWriteItem'],
  otpsTable: ['dynamodb:Query', 'dynamodb:BatchWriteItem'],
  picturesBucket: ['s3:ListBucket'],
  'picturesBucket/objects': ['s3:DeleteObject'],
  reportsTable: ['dynamodb:UpdateItem'],
  'reportsTable/index': ['dynamodb:Query'],
} as const satisfies Uses

/**
 * Removes everything of a deleted user; reports stay, without them. Safe to repeat, and repeated:
 * an upload that was under way at the deletion may still have left an object, so the tombstone
 * goes only with a purge that comes later than any of that can last.
 */
export async function purgeUser(userId: string): Promise<void> {
  const tombstone = await getTombstone(userId)
  if (tombstone) await purge(tombstone)
}

/** Purges whatever was not finished. @throws AggregateError when some could not; the others are done. */
export async function sweepPurges(): Promise<void> {
  const failures: unknown[] = []
  const tombstones = await oldestTombstones()
  const [oldest] = tombstones
  // Told before the work, which may fail, and also when there is none: silence means that no sweep ran.
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
  await removeTombstone(userId)
  count('PurgesDone')
}
