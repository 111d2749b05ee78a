import { logNeglected } from '../log.ts'
import type { Picture } from './picture.ts'
import { deletePicture, listPictures } from './pictures-bucket.ts'

/** Time for all that is removed after an upload: the client is waiting. */
const MAX_MS = 2000
/**
 * An upload is over after the functions' time-out of 25 s. What is older than ten times that and
 * not shown was left by one that crashed; what is younger may be about to be shown.
 */
const ORPHAN_AGE_MS = 250_000

/**
 * Removes the picture that was replaced, and what crashed uploads of this user left.
 * That it fails is logged, and made good by the next upload.
 */
export async function removeLeftovers(
  userId: string,
  shown: Picture,
  replaced: Picture | undefined,
): Promise<void> {
  const signal = AbortSignal.timeout(MAX_MS)
  await Promise.all([
    replaced && neglect('remove a replaced picture', deletePicture(replaced.key, signal)),
    neglect('remove orphaned pictures', removeOrphans(userId, shown, signal)),
  ])
}

/** Removes a picture that is not, and will not be, shown. That it fails is only logged. */
export async function removePicture(key: string): Promise<void> {
  await neglect('remove an unused picture', deletePicture(key, AbortSignal.timeout(MAX_MS)))
}

async function removeOrphans(userId: string, shown: Picture, signal: AbortSignal): Promise<void> {
  const oldest = Date.now() - ORPHAN_AGE_MS
  const orphans = (await listPictures(userId, signal)).filter(
    ({ key, storedAt }) => key !== shown.key && storedAt < oldest,
  )
  await Promise.all(orphans.map(({ key }) => deletePicture(key, signal)))
}

async function neglect(what: string, work: Promise<void>): Promise<void> {
  try {
    await work
  } catch (error) {
    logNeglected(what, error)
  }
}
