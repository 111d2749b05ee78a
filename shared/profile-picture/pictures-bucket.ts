import { randomBytes } from 'node:crypto'
import { DeleteObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3'
import type { Picture } from '../accounts/picture.ts'
import { s3 } from '../aws/s3-client.ts'
import { resourceName } from '../config.ts'
import type { EncodedPicture } from './encode-picture.ts'
import { MAX_COPY_AGE_SECONDS } from './limits.ts'
import { extensions, toFilename } from './picture-format.ts'

// The only file that builds keys of the pictures bucket, and reads and writes its objects.

/** An object of the pictures bucket. */
export interface StoredPicture {
  readonly key: string
  /** When the object was stored, epoch ms of S3's clock. */
  readonly storedAt: number
}

const RANDOM_BYTES = 16
const prefixOf = (userId: string) => `${userId}/`
const bucket = () => resourceName('picturesBucket')

/**
 * Makes what the profile stores of a picture, with a unique key: `<user id>/<32 hex digits>.<extension>`. The digits are
 * random by default.
 */
export function newPicture(
  userId: string,
  { format, width, height }: EncodedPicture,
  digits = randomBytes(RANDOM_BYTES).toString('hex'),
): Picture {
  const key = `${prefixOf(userId)}${digits}.${extensions[format]}`
  return { key, filename: toFilename(userId, format), width, height }
}

/** Stores a picture, with the headers that S3 sends with it. */
export async function putPicture(key: string, { bytes, format }: EncodedPicture): Promise<void> {
  await s3.send(
    new PutObjectCommand({
      Bucket: bucket(),
      Key: key,
      Body: bytes,
      ContentType: `image/${format}`,
      CacheControl: `public, max-age=${MAX_COPY_AGE_SECONDS}`,
    }),
  )
}

/** Deletes a picture. Does not fail when it is already gone. */
export async function deletePicture(key: string, abortSignal?: AbortSignal): Promise<void> {
  await s3.send(new DeleteObjectCommand({ Bucket: bucket(), Key: key }), { abortSignal })
}

/** Lists up to 1,000 pictures of a user: one page of S3. */
export async function listPictures(
  userId: string,
  abortSignal?: AbortSignal,
): Promise<StoredPicture[]> {
  const { Contents = [] } = await s3.send(
    new ListObjectsV2Command({ Bucket: bucket(), Prefix: prefixOf(userId) }),
    { abortSignal },
  )
  return Contents.map(({ Key = '', LastModified }) => ({
    key: Key,
    storedAt: LastModified?.getTime() ?? Date.now(),
  }))
}

/** Deletes all pictures of a user, page by page. */
export async function deletePicturesOf(userId: string): Promise<void> {
  for (;;) {
    const stored = await listPictures(userId)
    if (stored.length === 0) return
    await Promise.all(stored.map(({ key }) => deletePicture(key)))
  }
}
