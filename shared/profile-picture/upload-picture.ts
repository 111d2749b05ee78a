import type * as z from 'zod'
import { pause } from '../aws/transaction.ts'
import type { Expression } from '../aws/update-expression.ts'
import { ServiceUnavailableError } from '../errors.ts'
import { authenticate } from '../sessions/authenticate.ts'
import type { Caller } from '../sessions/token.ts'
import type { User } from '../users/user.ts'
import { getUser, updateUser, WriteRefusedError } from '../users/users-table.ts'
import { type EncodedPicture, encodePicture } from './encode-picture.ts'
import { type Picture, toUploadedPicture, type uploadedPicture } from './picture.ts'
import { extensions, putPicture } from './pictures-bucket.ts'
import { removeLeftovers, removePicture } from './remove-pictures.ts'

/** An uploaded file has at most 4 MB: as base64, more does not fit into a Lambda's event. */
export const MAX_PICTURE_BYTES = 4 * 1024 * 1024

const ROUNDS = 6

/**
 * Makes an image the user's picture: the new object first, then the profile, then the old object
 * goes, so that the profile never names what is not there. A write lands only on the picture that
 * was read, and a key is written by one write only; of parallel uploads each replaces, and deletes,
 * the one before it.
 * @throws UnsupportedPictureError, UnreadablePictureError
 * @throws UnauthorizedError when the session has ended meanwhile; nothing is left of the upload.
 */
export async function uploadPicture(
  caller: Caller,
  read: User,
  file: Buffer,
): Promise<z.output<typeof uploadedPicture>> {
  const encoded = await encodePicture(file)
  let user = read
  for (let round = 1; round <= ROUNDS; round++) {
    const picture = await storePicture(user.id, encoded)
    if (await replacePicture(caller, user, picture)) {
      await removeLeftovers(user.id, picture, user.picture)
      return toUploadedPicture(picture)
    }
    await removePicture(picture.key)
    // Another upload was faster, or the session has ended.
    user = await authenticate(caller)
    await pause(round)
  }
  throw new ServiceUnavailableError()
}

async function storePicture(userId: string, encoded: EncodedPicture): Promise<Picture> {
  const key = await putPicture(userId, encoded)
  const { format, width, height } = encoded
  const filename = `profile_${userId.slice(0, 8)}.${extensions[format]}`
  return { key, filename, width, height }
}

/** Answers false when the profile has another picture than was read, or the session has ended. */
async function replacePicture(caller: Caller, read: User, picture: Picture): Promise<boolean> {
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
