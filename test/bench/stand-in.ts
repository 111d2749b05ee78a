import { execFileSync } from 'node:child_process'
import { hash } from 'node:crypto'
import { mkdtempSync, readFileSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { createServer } from 'node:https'
import { constants, setPriority, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { PROFILE, STORED_OTP, STORED_RECOVERY } from './fixture.ts'

// A stand-in for DynamoDB, S3 and SNS over HTTPS, in a separate process. It stores nothing and gives
// each call a fixed response, so that only the work of the client is measured. It sends its URL and its
// certificate to the parent process.

/** Delay of each response in ms, to stand for a network. */
const DELAY_MS = Number(process.env.STAND_IN_DELAY_MS ?? 0)
// Keeps the delay exact on a busy machine. Needs root: only `npm run tune` sets a delay, and it runs as
// root (tune/cpu-quota.ts).
if (DELAY_MS > 0) setPriority(constants.priority.PRIORITY_HIGHEST)

const folder = mkdtempSync(join(tmpdir(), 'bench-'))
const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
execFileSync(
  'openssl',
  [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
    ...['-days', '2', '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'],
    ...['-keyout', key, '-out', cert],
  ],
  { stdio: 'ignore' },
)

const server = createServer(
  { key: readFileSync(key), cert: readFileSync(cert), keepAlive: true },
  async (request, response) => {
    const sent = (await request.toArray()).join('')
    if (DELAY_MS > 0) await setTimeout(DELAY_MS)
    const { status = 200, type = 'application/x-amz-json-1.0', body } = respond(request, sent)
    response.writeHead(status, {
      'content-type': type,
      'content-length': Buffer.byteLength(body),
      'x-amzn-requestid': 'STANDIN',
    })
    response.end(body)
  },
)
server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  process.send?.({ url: `https://localhost:${port}`, cert })
})
process.on('disconnect', () => process.exit(0))

interface StandInResponse {
  status?: number
  type?: string
  body: string
}

const SNS_RESPONSE =
  '<PublishResponse><PublishResult><MessageId>m</MessageId></PublishResult></PublishResponse>'
const S3_LIST =
  '<ListBucketResult><KeyCount>0</KeyCount><IsTruncated>false</IsTruncated></ListBucketResult>'

const RESPONSES: Readonly<Record<string, object>> = {
  UpdateItem: { Attributes: PROFILE },
  Query: { Items: [], Count: 0 },
  BatchGetItem: { Responses: {}, UnprocessedKeys: {} },
  BatchWriteItem: { UnprocessedItems: {} },
}

function itemOf(sent: string): object {
  if (sent.includes('"RECOVERY"')) return STORED_RECOVERY
  return sent.includes('"OTI#') ? STORED_OTP : PROFILE
}

/** The hash of the message. SQS returns it, and the SDK compares it with what it sent. */
function md5Of(sent: string): string {
  return hash('md5', JSON.parse(sent).MessageBody)
}

function respond({ method, headers }: IncomingMessage, sent: string): StandInResponse {
  const target = headers['x-amz-target']
  if (typeof target === 'string') {
    const [, operation = ''] = target.split('.')
    const found = operation === 'GetItem' ? { Item: itemOf(sent) } : RESPONSES[operation]
    const sqs = operation === 'SendMessage' && { MD5OfMessageBody: md5Of(sent) }
    return { body: JSON.stringify(found ?? (sqs || {})) }
  }
  const body = method === 'POST' ? SNS_RESPONSE : method === 'GET' ? S3_LIST : ''
  return { type: 'application/xml', body }
}
