import type * as z from 'zod/mini'
import { authenticate, authenticateInParallel } from '../accounts/authenticate.ts'
import { type Picture, toUploadedPicture, type uploadedPicture } from '../accounts/picture.ts'
import type { Caller } from '../accounts/token.ts'
import type { User } from '../accounts/user.ts'
import { getUser, updateUser, WriteRefusedError } from '../accounts/users-table.ts'
import type { Expression } from '../aws/expressions.ts'
import { retry, TryAgainError } from '../aws/retry.ts'
import { countUpload } from './count-upload.ts'
import { type EncodedPicture, encodePicture } from './encode-picture.ts'
import { newPicture, putPicture } from './pictures-bucket.ts'
import { removeOrphans, removePicture } from './remove-pictures.ts'

/**
 * Encodes a file and makes it the user's picture.
 *
 * This makes four AWS calls in a row (three for a first picture); other routes make two. The calls cannot run in
 * parallel. An upload with an invalid token, or beyond the limit, must not be decoded (500 MB, seconds of CPU) or
 * stored. The profile must not name an object before it exists. The old object must stay until the profile no longer
 * names it.
 * @throws UnsupportedPictureError, UnreadablePictureError
 * @throws RateLimitedError after too many uploads within an hour.
 * @throws UnauthorizedError when the session has ended, before or during the upload. No object is left then.
 */
export async function uploadPicture(
  caller: Caller,
  file: Buffer,
): Promise<z.output<typeof uploadedPicture>> {
  const [user] = await authenticateInParallel(caller, () => countUpload(caller))
  return await changePicture(caller, user, await encodePicture(file))
}

/**
 * Replaces the user's picture: stores the new object, updates the profile, deletes the old object.
 * In this order, the profile never names an object that does not exist. The update requires that the profile still
 * has the picture that was read, and each attempt uses a new key. So of parallel uploads, each replaces the picture of the one
 * before and deletes it.
 */
export async function changePicture(
  caller: Caller,
  read: User,
  encoded: EncodedPicture,
): Promise<z.output<typeof uploadedPicture>> {
  const keys = new Set(read.picture && [read.picture.key])
  const cleanUp = removeOrphans(read.id, keys)
  try {
    return toUploadedPicture(await replacePicture(caller, read, encoded, keys))
  } finally {
    await cleanUp
  }
}

/** Adds the key of each attempt to `keys` before it stores the object, so that the parallel clean-up keeps it. */
async function replacePicture(
  caller: Caller,
  read: User,
  encoded: EncodedPicture,
  keys: Set<string>,
): Promise<Picture> {
  let user = read
  return await retry({ attempts: 6 }, async () => {
    const picture = newPicture(user.id, encoded)
    keys.add(picture.key)
    await putPicture(picture.key, encoded)
    if (await showPicture(caller, user, picture)) {
      if (user.picture) await removePicture('remove a replaced picture', user.picture.key)
      return picture
    }
    await removePicture('remove an unused picture', picture.key)
    // Another upload was faster, or the session has ended.
    user = await authenticate(caller)
    throw new TryAgainError()
  })
}

/** Updates the profile. Returns false when its picture has changed since the read, or the session has ended. */
async function showPicture(caller: Caller, read: User, picture: Picture): Promise<boolean> {
  try {
    await updateUser(caller, { picture, updatedAt: Date.now() }, pictureCondition(read.picture))
    return true
  } catch (error) {
    if (!(error instanceof WriteRefusedError)) throw error
    // The write may have succeeded: after a lost response, DynamoDB refuses the SDK's retry of it.
    const now = await getUser(read.id)
    return now?.picture?.key === picture.key
  }
}

/** Makes the condition that the profile still has this picture, or still none. */
function pictureCondition(picture: Picture | undefined): Expression {
  return picture
    ? {
        condition: 'picture.#key = :readKey',
        names: { '#key': 'key' },
        values: { ':readKey': picture.key },
      }
    : { condition: 'attribute_not_exists(picture)' }
}
