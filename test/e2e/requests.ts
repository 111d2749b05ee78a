import { ListObjectsV2Command } from '@aws-sdk/client-s3'
import type { Account } from '../support/accounts.ts'
import type { ApiResponse } from '../support/api-request.ts'
import { type Form, fileForm } from '../support/forms.ts'
import { buckets, deployment } from './deployment.ts'

/** A report as in the example of the document. */
export const givenReport = {
  content_id: '60d5ec49f1b2c72e4c8b4567',
  content_short_uid: 'M01234',
  content_type: 2,
  issue_type: 1,
  comments: 'The correct answer for this question should be option_2, not option_3.',
}

/** Files a report. */
export async function report(account: Account, comments: string): Promise<ApiResponse> {
  const body = { ...givenReport, comments }
  return await account.call({ method: 'POST', path: '/users/report?course_id=1', body })
}

/** Sends a form to the upload. */
export async function uploadForm(
  { call }: Pick<Account, 'call'>,
  { contentType, body }: Form,
): Promise<ApiResponse> {
  const headers = { 'content-type': contentType }
  return await call({ method: 'POST', path: '/users/profile-picture', headers, body })
}

/** Uploads a picture as a browser does. */
export async function upload(by: Pick<Account, 'call'>, file: Buffer): Promise<ApiResponse> {
  return await uploadForm(by, fileForm(file))
}

/** The keys of all pictures that are stored of a user. */
export async function storedPictures({ id }: Pick<Account, 'id'>): Promise<string[]> {
  const { Contents = [] } = await buckets.send(
    new ListObjectsV2Command({ Bucket: deployment.outputs.PicturesBucketName, Prefix: `${id}/` }),
  )
  return Contents.map(({ Key = '' }) => Key)
}
