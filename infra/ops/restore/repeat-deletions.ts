import { getUser } from '../../../shared/accounts/users-table.ts'
import {
  copyTombstone,
  replaceByTombstone,
  type Tombstone,
} from '../../../shared/erasure/tombstones.ts'
import { deleteStatsOf } from '../../../shared/mcq-stats/mcq-stats-table.ts'
import { forgetReporter } from '../../../shared/reports/reports-table.ts'
import type { Restorable } from '../../stages/stage.ts'
import { inParallel } from '../in-parallel.ts'
import { patiently } from '../patiently.ts'

const AT_ONCE = 16

/** Deletes again what a restored table has of a deleted user. Safe to repeat. */
const DELETIONS: Readonly<Record<Restorable, (tombstone: Tombstone) => Promise<void>>> = {
  users: deleteAccountAgain,
  mcqStats: ({ userId }) => deleteStatsOf(userId),
  reports: ({ userId }) => forgetReporter(userId),
}

/**
 * Deletes the accounts of these tombstones again, in the restored table that the environment names.
 * @param show called with the number of accounts that are done.
 */
export async function repeatDeletions(
  table: Restorable,
  tombstones: readonly Tombstone[],
  show: (done: number) => void,
): Promise<void> {
  let done = 0
  await inParallel(tombstones, AT_ONCE, async (tombstone) => {
    await patiently(() => DELETIONS[table](tombstone))
    done += 1
    show(done)
  })
}

/** Makes the deletion of DELETE /users. Without a profile, only the tombstone is missing. */
async function deleteAccountAgain(tombstone: Tombstone): Promise<void> {
  const user = await getUser(tombstone.userId)
  if (user) await replaceByTombstone(undefined, user)
  else await copyTombstone(tombstone)
}
