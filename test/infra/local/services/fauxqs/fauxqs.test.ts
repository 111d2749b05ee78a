import { once } from 'node:events'
import { mkdtemp } from 'node:fs/promises'
import { type IncomingMessage, request } from 'node:http'
import { Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openFauxqs } from '../../../../../infra/local/services/fauxqs/fauxqs.ts'
import { bucket as Bucket, startStores } from './store-fixture.ts'

test('keeps objects and messages across a restart', async () => {
  const folder = join(await mkdtemp(join(tmpdir(), 'user api-')), 'data')
  const first = await startStores(folder)
  const put = { Bucket, Key: 'a.png', Body: 'picture', ContentType: 'image/png', CacheControl: 'x' }
  await first.operator.s3.putObject(put)
  for (const body of ['one', 'two', 'three']) {
    await first.operator.sqs.sendMessage({
      QueueUrl: first.queueUrl,
      MessageBody: body,
      MessageGroupId: 'group',
      MessageDeduplicationId: body,
    })
  }
  // One in flight, which becomes visible again.
  const taken = await first.operator.sqs.receiveMessage({ QueueUrl: first.queueUrl })
  const ReceiptHandle = taken.Messages?.[0]?.ReceiptHandle
  const change = { QueueUrl: first.queueUrl, ReceiptHandle, VisibilityTimeout: 0 }
  await first.operator.sqs.changeMessageVisibility(change)
  await first.stop()

  const second = await startStores(folder)
  const found = await second.operator.s3.getObject({ Bucket, Key: 'a.png' })
  expect(found).toMatchObject({ ContentType: 'image/png', CacheControl: 'x' })
  expect(await found.Body?.transformToString()).toBe('picture')
  const { queueUrl: QueueUrl } = second
  const bodies: unknown[] = []
  for (let n = 0; n < 3; n++) {
    const { Messages = [] } = await second.operator.sqs.receiveMessage({ QueueUrl })
    bodies.push(...Messages.map(({ Body }) => Body))
    const handle = Messages[0]?.ReceiptHandle
    await second.operator.sqs.deleteMessage({ QueueUrl, ReceiptHandle: handle })
  }
  expect(bodies).toEqual(['one', 'two', 'three'])
  await second.stop()
})

// It identifies no caller, so only the endpoint may reach it, which does.
test('listens on 127.0.0.1 only', async () => {
  const engine = await openFauxqs()
  expect((await fetch(engine.url)).status).toBe(200)
  await expect(fetch(engine.url.replace('127.0.0.1', '127.0.0.2'))).rejects.toThrow('fetch failed')
  await engine.stop()
})

// A page of any website could otherwise store a script in the bucket, and read it on the console's origin.
test.each([
  ['a page whose domain resolves to this machine', { host: 'evil.example' }],
  ['a form on a page of another site', { origin: 'https://evil.example' }],
  ['an image on a page of another site', { 'sec-fetch-site': 'cross-site' }],
])('refuses the request of %s', async (_, headers) => {
  const engine = await openFauxqs()
  engine.create({ buckets: [Bucket] })
  const body = new FormData()
  body.set('key', 'page.html')
  body.set('file', new Blob(['<script></script>']))
  const form = new Response(body)
  const type = form.headers.get('content-type') ?? ''
  const sent = request(`${engine.url}/${Bucket}`, {
    method: 'POST',
    headers: { 'content-type': type, ...headers },
  })
  const responded = once(sent, 'response')
  sent.end(Buffer.from(await form.arrayBuffer()))
  const [response] = (await responded) as [IncomingMessage]
  expect(response.resume().statusCode).toBe(403)
  expect((await fetch(`${engine.url}/${Bucket}/page.html`)).status).toBe(404)
  await engine.stop()
})

test('two starts at once leave the servers of other code unchanged', async () => {
  const { listen } = Server.prototype
  const engines = await Promise.all([openFauxqs(), openFauxqs()])
  expect(Server.prototype.listen).toBe(listen)
  await Promise.all(engines.map((engine) => engine.stop()))
})
