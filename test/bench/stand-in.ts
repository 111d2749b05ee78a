import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { createServer } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PROFILE, STORED_OTP } from './fixture.ts'

// A stand-in for DynamoDB, S3 and SNS over HTTPS, in a process of its own. It keeps nothing and
// always answers a call the same, so that only the client's work is measured. Its parent is told where it
// is and which certificate to trust.

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
    const { status = 200, type = 'application/x-amz-json-1.0', body } = answer(request, sent)
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

interface Answer {
  status?: number
  type?: string
  body: string
}

const SNS_ANSWER =
  '<PublishResponse><PublishResult><MessageId>m</MessageId></PublishResult></PublishResponse>'
const S3_LIST =
  '<ListBucketResult><KeyCount>0</KeyCount><IsTruncated>false</IsTruncated></ListBucketResult>'

const ANSWERS: Readonly<Record<string, object>> = {
  UpdateItem: { Attributes: PROFILE },
  GetItem: { Item: PROFILE },
  Query: { Items: [], Count: 0 },
  BatchGetItem: { Responses: {}, UnprocessedKeys: {} },
  BatchWriteItem: { UnprocessedItems: {} },
}

function answer({ method, headers }: IncomingMessage, sent: string): Answer {
  const target = headers['x-amz-target']
  if (typeof target === 'string') {
    const isOtp = target.endsWith('GetItem') && sent.includes('"OTI#')
    const found = isOtp ? { Item: STORED_OTP } : ANSWERS[target.split('.')[1] ?? '']
    return { body: JSON.stringify(found ?? {}) }
  }
  const body = method === 'POST' ? SNS_ANSWER : method === 'GET' ? S3_LIST : ''
  return { type: 'application/xml', body }
}
