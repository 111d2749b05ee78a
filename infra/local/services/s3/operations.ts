import type { AwsCall, AwsResponse, DenialOf } from '../../endpoint/aws-api.ts'
import { escapeXml, textResponse, withBody } from '../../endpoint/responses.ts'
import { arnOf, keysToDelete, readTarget } from './needs.ts'

/** Sends a call to the emulator. */
export type Send = (call: AwsCall) => Promise<AwsResponse>

/** An error in S3's XML. */
export function s3Error(statusCode: number, code: string, message: string): AwsResponse {
  const text = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${escapeXml(message)}</Message></Error>`
  return textResponse(statusCode, 'application/xml', text)
}

/**
 * Performs GetObject and HeadObject. For a missing key, a caller that may not list the bucket gets 403 instead
 * of 404: the caller must not learn which keys exist.
 */
export async function readObject(
  call: AwsCall,
  send: Send,
  denialOf: DenialOf,
): Promise<AwsResponse> {
  const response = await send(call)
  if (response.statusCode !== 404) return response
  const resource = arnOf(readTarget(call.path).bucket)
  const message = denialOf({ action: 's3:ListBucket', resource })
  return message === undefined ? response : s3Error(403, 'AccessDenied', message)
}

/** Performs PutObject. Checks `If-None-Match: *` here, because the emulator would replace the object anyway. */
export async function putObject(call: AwsCall, send: Send): Promise<AwsResponse> {
  if (call.headers['if-none-match'] === '*') {
    const head = { ...call, method: 'HEAD', rawHeaders: [], body: Buffer.alloc(0) }
    if ((await send(head)).statusCode === 200) {
      const message = 'At least one of the pre-conditions you specified did not hold'
      return s3Error(412, 'PreconditionFailed', message)
    }
  }
  return await send(call)
}

/** Performs DeleteObjects. The response is always a 200, which lists the keys that may not be deleted. */
export async function deleteObjects(
  call: AwsCall,
  send: Send,
  denialOf: DenialOf,
): Promise<AwsResponse> {
  const { bucket } = readTarget(call.path)
  const keys = keysToDelete(call.body).map((key) => {
    const resource = arnOf(bucket, key)
    return { key, message: denialOf({ action: 's3:DeleteObject', resource }) }
  })
  if (keys.every(({ message }) => message === undefined)) return await send(call)
  const objects = keys
    .filter(({ message }) => message === undefined)
    .map(({ key }) => `<Object><Key>${escapeXml(key)}</Key></Object>`)
  const isQuiet = call.body.includes('<Quiet>true</Quiet>')
  const body = `<Delete>${objects.join('')}<Quiet>${isQuiet}</Quiet></Delete>`
  const response = await send({ ...call, body: Buffer.from(body) })
  const errors = keys.map(({ key, message }) =>
    message === undefined
      ? ''
      : `<Error><Key>${escapeXml(key)}</Key><Code>AccessDenied</Code><Message>${escapeXml(message)}</Message></Error>`,
  )
  const text = response.body.toString()
  return withBody(response, text.replace('</DeleteResult>', `${errors.join('')}</DeleteResult>`))
}

/** Performs ListObjectVersions. Local buckets keep no versions, so each object is its own only version. */
export async function listVersions(call: AwsCall, send: Send): Promise<AwsResponse> {
  const response = await send({ ...call, path: call.path.replace('key-marker=', 'marker=') })
  const text = response.body
    .toString()
    .replaceAll('ListBucketResult', 'ListVersionsResult')
    .replaceAll(/<(\/?)(Next)?Marker>/g, '<$1$2KeyMarker>')
    .replaceAll('<Contents>', '<Version><VersionId>null</VersionId><IsLatest>true</IsLatest>')
    .replaceAll('</Contents>', '</Version>')
  return withBody(response, text)
}
