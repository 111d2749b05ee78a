import { logNeglected } from '../log.ts'
import { CLEAN_UP_TIMEOUT_MS, ORPHAN_AGE_MS } from './limits.ts'
import { deletePicture, listPictures } from './pictures-bucket.ts'

/**
 * Removes the objects that crashed uploads of this user left behind. Keeps the objects with the keys `kept`, which the
 * profile shows or is about to show. Runs in parallel with an upload. A failure is only logged, because the next
 * upload tries again.
 */
export async function removeOrphans(userId: string, kept: ReadonlySet<string>): Promise<void> {
  const signal = AbortSignal.timeout(CLEAN_UP_TIMEOUT_MS)
  await tryTo('remove orphaned pictures', async () => {
    const orphanedBefore = Date.now() - ORPHAN_AGE_MS
    const orphans = (await listPictures(userId, signal)).filter(
      ({ key, storedAt }) => !kept.has(key) && storedAt < orphanedBefore,
    )
    await Promise.all(orphans.map(({ key }) => deletePicture(key, signal)))
  })
}

/** Removes a picture that the profile does not show. A failure is only logged, with the name `task`. */
export async function removePicture(task: string, key: string): Promise<void> {
  await tryTo(task, () => deletePicture(key, AbortSignal.timeout(CLEAN_UP_TIMEOUT_MS)))
}

/** Does the work. A failure is only logged, with the name `task`. */
async function tryTo(task: string, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    logNeglected(task, error)
  }
}
