import { escapeXml, s3Error, withHeaders } from './replies.ts'
import { arnOf, keysToDelete, readTarget } from './s3-needs.ts'
import type { AwsCall, AwsReply, DenialOf } from './service.ts'

/** Sends a call to the emulator. */
export type Send = (call: AwsCall) => Promise<AwsReply>

/**
 * GetObject and HeadObject. Who may not list a bucket is told nothing about which keys there are:
 * 403 and not 404.
 */
export async function readObject(call: AwsCall, send: Send, denialOf: DenialOf): Promise<AwsReply> {
  const reply = await send(call)
  if (reply.statusCode !== 404) return reply
  const resource = arnOf(readTarget(call.path).bucket)
  const message = denialOf({ action: 's3:ListBucket', resource })
  return message === undefined ? reply : s3Error(403, 'AccessDenied', message)
}

/** PutObject. The emulator would replace an object although `If-None-Match: *` forbids it. */
export async function putObject(call: AwsCall, send: Send): Promise<AwsReply> {
  if (call.headers['if-none-match'] === '*') {
    const head = { ...call, method: 'HEAD', rawHeaders: [], body: Buffer.alloc(0) }
    if ((await send(head)).statusCode === 200) {
      const message = 'At least one of the pre-conditions you specified did not hold'
      return s3Error(412, 'PreconditionFailed', message)
    }
  }
  return await send(call)
}

/** DeleteObjects answers 200 whatever happens, and lists the keys that may not be deleted. */
export async function deleteObjects(
  call: AwsCall,
  send: Send,
  denialOf: DenialOf,
): Promise<AwsReply> {
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
  const reply = await send({ ...call, body: Buffer.from(body) })
  const errors = keys.map(({ key, message }) =>
    message === undefined
      ? ''
      : `<Error><Key>${escapeXml(key)}</Key><Code>AccessDenied</Code><Message>${escapeXml(message)}</Message></Error>`,
  )
  return edit(reply, (text) => text.replace('</DeleteResult>', `${errors.join('')}</DeleteResult>`))
}

/** ListObjectVersions, of a bucket that keeps none: each object is its only version. */
export async function listVersions(call: AwsCall, send: Send): Promise<AwsReply> {
  const path = call.path.replace('key-marker=', 'marker=')
  return edit(await send({ ...call, path }), (text) =>
    text
      .replaceAll('ListBucketResult', 'ListVersionsResult')
      .replaceAll(/<(\/?)(Next)?Marker>/g, '<$1$2KeyMarker>')
      .replaceAll('<Contents>', '<Version><VersionId>null</VersionId><IsLatest>true</IsLatest>')
      .replaceAll('</Contents>', '</Version>'),
  )
}

function edit(reply: AwsReply, change: (text: string) => string): AwsReply {
  const body = Buffer.from(change(reply.body.toString()))
  return withHeaders({ ...reply, body }, { 'Content-Length': String(body.length) })
}
