import type * as z from 'zod/mini'
import { authenticate } from '../accounts/authenticate.ts'
import { type Picture, toUploadedPicture, type uploadedPicture } from '../accounts/picture.ts'
import type { Caller } from '../accounts/token.ts'
import type { User } from '../accounts/user.ts'
import { getUser, updateUser, WriteRefusedError } from '../accounts/users-table.ts'
import type { Expression } from '../aws/expressions.ts'
import { retry, TryAgainError } from '../aws/retry.ts'
import { type EncodedPicture, encodePicture } from './encode-picture.ts'
import { extensions, newPictureKey, putPicture } from './pictures-bucket.ts'
import { removeOrphans, removePicture } from './remove-pictures.ts'

/** An uploaded file has at most 4 MB: as base64, more does not fit into a Lambda's event. */
export const MAX_PICTURE_BYTES = 4 * 1024 * 1024

/**
 * Makes an image the user's picture: the new object first, then the profile, then the old object
 * goes, so that the profile never names what is not there. A write lands only on the picture that
 * was read, and a key is written by one write only; of parallel uploads each replaces, and deletes,
 * the one before it.
 *
 * With the read of the session these are four calls in a row, three for a first picture, where other
 * routes have two. Each waits for the one before with reason: the object may not be put, nor even
 * decoded (550 MB, up to 8 s), for a token that nobody gave out; the profile may not name it before
 * it is there; and the old one must stay until the profile has let it go.
 * @throws UnsupportedPictureError, UnreadablePictureError
 * @throws UnauthorizedError when the session has ended meanwhile; nothing is left of the upload.
 */
export async function uploadPicture(
  caller: Caller,
  read: User,
  file: Buffer,
): Promise<z.output<typeof uploadedPicture>> {
  const encoded = await encodePicture(file)
  const keys = new Set(read.picture && [read.picture.key])
  const cleared = removeOrphans(read.id, keys)
  try {
    return toUploadedPicture(await replacePicture(caller, read, encoded, keys))
  } finally {
    await cleared
  }
}

/** `keys` learns which objects are this upload's own, before they are there. */
async function replacePicture(
  caller: Caller,
  read: User,
  encoded: EncodedPicture,
  keys: Set<string>,
): Promise<Picture> {
  let user = read
  return await retry({ attempts: 6 }, async () => {
    const picture = describe(user.id, encoded)
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

function describe(userId: string, { format, width, height }: EncodedPicture): Picture {
  const filename = `profile_${userId.slice(0, 8)}.${extensions[format]}`
  return { key: newPictureKey(userId, format), filename, width, height }
}

/** Answers false when the profile has another picture than was read, or the session has ended. */
async function showPicture(caller: Caller, read: User, picture: Picture): Promise<boolean> {
  try {
    await updateUser(caller, { picture, updatedAt: Date.now() }, isStill(read.picture))
    return true
  } catch (error) {
    if (!(error instanceof WriteRefusedError)) throw error
    // It did land when only its answer was lost and the SDK's retry was what got refused.
    const now = await getUser(read.id)
    return now?.picture?.key === picture.key
  }
}

function isStill(picture: Picture | undefined): Expression {
  return picture
    ? {
        condition: 'picture.#key = :readKey',
        names: { '#key': 'key' },
        values: { ':readKey': picture.key },
      }
    : { condition: 'attribute_not_exists(picture)' }
}
