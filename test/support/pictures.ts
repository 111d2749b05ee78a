import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3'
import type { Account } from './accounts.ts'
import type { ApiResponse } from './api-request.ts'
import { fileForm } from './forms.ts'
import { buckets, stack, storedItem } from './stack.ts'

const Bucket = stack.picturesBucketName

/** Uploads a picture as a browser does. */
export async function upload(account: Pick<Account, 'call'>, file: Buffer): Promise<ApiResponse> {
  return await uploadForm(account, fileForm(file))
}

/** Sends a form to the upload route. */
export async function uploadForm(
  { call }: Pick<Account, 'call'>,
  { contentType, body }: { contentType: string; body: unknown },
): Promise<ApiResponse> {
  const headers = { 'content-type': contentType }
  return await call({ method: 'POST', path: '/users/profile-picture', headers, body })
}

/** Lists the keys of all objects of a user. */
export async function storedKeys({ id }: { id: string }): Promise<string[]> {
  const { Contents = [] } = await buckets.send(
    new ListObjectsV2Command({ Bucket, Prefix: `${id}/` }),
  )
  return Contents.map(({ Key = '' }) => Key)
}

/** Reads the picture of a stored profile. */
export async function storedPicture({ id }: { id: string }) {
  const profile = await storedItem(`USER#${id}`)
  return profile?.picture as { key: string } | undefined
}

/** Reads an object with its headers. */
export async function storedObject(key: string) {
  const { Body, ...head } = await buckets.send(new GetObjectCommand({ Bucket, Key: key }))
  return { ...head, bytes: Buffer.from((await Body?.transformToByteArray()) ?? []) }
}

/** Stores an object without the API. */
export async function putObject(key: string): Promise<void> {
  await buckets.send(new PutObjectCommand({ Bucket, Key: key, Body: 'an orphan' }))
}

/** Reads the bytes of a user's picture. Throws unless it is the user's only object. */
export async function shownPicture(account: { id: string }): Promise<Buffer> {
  const keys = await storedKeys(account)
  const picture = await storedPicture(account)
  if (!picture || keys.length !== 1 || keys[0] !== picture.key) {
    throw new Error(`The profile shows ${picture?.key}; the stored objects are ${keys.join(', ')}`)
  }
  return (await storedObject(picture.key)).bytes
}
