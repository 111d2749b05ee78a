import { randomBytes } from 'node:crypto'
import { DeleteObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3'
import { s3 } from '../aws/s3-client.ts'
import { resourceName } from '../config.ts'
import type { EncodedPicture, PictureFormat } from './encode-picture.ts'

/** An image in the bucket. */
export interface StoredObject {
  readonly key: string
  /** Epoch ms, by S3's clock. */
  readonly storedAt: number
}

/** File extension by format. */
export const extensions: Readonly<Record<PictureFormat, string>> = {
  jpeg: 'jpg',
  png: 'png',
  webp: 'webp',
}

const RANDOM_BYTES = 16
const prefixOf = (userId: string) => `${userId}/`
const bucket = () => resourceName('picturesBucket')

/** Stores an image under a key that no other has or will have, and answers the key. */
export async function putPicture(
  userId: string,
  { bytes, format }: EncodedPicture,
): Promise<string> {
  const random = randomBytes(RANDOM_BYTES).toString('hex')
  const key = `${prefixOf(userId)}${random}.${extensions[format]}`
  await s3.send(
    new PutObjectCommand({
      Bucket: bucket(),
      Key: key,
      Body: bytes,
      ContentType: `image/${format}`,
      CacheControl: 'public, max-age=31536000, immutable',
    }),
  )
  return key
}

/** Deletes an image; one that is gone already is no failure. */
export async function deletePicture(key: string, abortSignal?: AbortSignal): Promise<void> {
  await s3.send(new DeleteObjectCommand({ Bucket: bucket(), Key: key }), { abortSignal })
}

/** A user's images, at most 1,000. */
export async function listPictures(
  userId: string,
  abortSignal?: AbortSignal,
): Promise<StoredObject[]> {
  const { Contents = [] } = await s3.send(
    new ListObjectsV2Command({ Bucket: bucket(), Prefix: prefixOf(userId) }),
    { abortSignal },
  )
  return Contents.map(({ Key = '', LastModified }) => ({
    key: Key,
    storedAt: LastModified?.getTime() ?? Date.now(),
  }))
}

/** Deletes all images of a user, however many there are. */
export async function deletePicturesOf(userId: string): Promise<void> {
  for (;;) {
    const stored = await listPictures(userId)
    if (stored.length === 0) return
    await Promise.all(stored.map(({ key }) => deletePicture(key)))
  }
}
