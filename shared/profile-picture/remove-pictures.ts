import { logNeglected } from '../log.ts'
import { deletePicture, listPictures } from './pictures-bucket.ts'

/** Time for what is removed along with an upload: the client is waiting. */
const MAX_MS = 2000
/**
 * An upload is over after the functions' time-out of 25 s. What is older than ten times that and
 * not shown was left by one that crashed; what is younger may be about to be shown.
 */
const ORPHAN_AGE_MS = 250_000

/**
 * Removes what crashed uploads of this user left; `kept` are the keys that are shown, or about to be.
 * Runs beside an upload. That it fails is logged, and made good by the next.
 */
export async function removeOrphans(userId: string, kept: ReadonlySet<string>): Promise<void> {
  const signal = AbortSignal.timeout(MAX_MS)
  await neglect('remove orphaned pictures', async () => {
    const oldest = Date.now() - ORPHAN_AGE_MS
    const orphans = (await listPictures(userId, signal)).filter(
      ({ key, storedAt }) => !kept.has(key) && storedAt < oldest,
    )
    await Promise.all(orphans.map(({ key }) => deletePicture(key, signal)))
  })
}

/**
 * Removes a picture that the profile does not show, or no longer. That it fails is only logged, as
 * a failure to do `what`.
 */
export async function removePicture(what: string, key: string): Promise<void> {
  await neglect(what, () => deletePicture(key, AbortSignal.timeout(MAX_MS)))
}

async function neglect(what: string, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    logNeglected(what, error)
  }
}
