import { expect, test } from 'vitest'
import { readFilter } from '../../../../../../infra/local/services/lambda/event-sources/filter-criteria.ts'
import { region } from '../../../endpoint/endpoint-fixture.ts'
import { queueArn } from '../../fauxqs/store-fixture.ts'
import {
  bodies,
  counts,
  type Handler,
  isEmpty,
  local,
  logged,
  mayPoll,
  seen,
  send,
  start,
  stop,
  useQueues,
} from './polled-queue.ts'

useQueues()

test('a message arrives as in Lambda’s event, and is deleted', async () => {
  start(async () => undefined)
  await send('{"n":1}')
  await isEmpty()
  expect(seen).toEqual([
    {
      messageId: expect.any(String),
      receiptHandle: expect.any(String),
      body: '{"n":1}',
      attributes: {
        ApproximateReceiveCount: '1',
        ApproximateFirstReceiveTimestamp: expect.any(String),
        MessageDeduplicationId: expect.any(String),
        MessageGroupId: 'group',
        SenderId: expect.any(String),
        SentTimestamp: expect.any(String),
        SequenceNumber: expect.any(String),
      },
      messageAttributes: {
        kind: {
          dataType: 'String',
          stringValue: 'attempt',
          stringListValues: [],
          binaryListValues: [],
        },
      },
      md5OfBody: expect.any(String),
      md5OfMessageAttributes: expect.any(String),
      eventSource: 'aws:sqs',
      eventSourceARN: queueArn,
      awsRegion: region,
    },
  ])
  expect(logged).toEqual([])
})

test('a binary attribute arrives as base64', async () => {
  start(async () => undefined)
  const BinaryValue = Buffer.from([0, 255])
  await send('one', 'group', { picture: { DataType: 'Binary', BinaryValue } })
  await isEmpty()
  expect(seen[0]?.messageAttributes.picture).toEqual({
    dataType: 'Binary',
    binaryValue: 'AP8=',
    stringListValues: [],
    binaryListValues: [],
  })
})

test('messages of a group arrive in order and one at a time, beside other groups', async () => {
  const numbers = Array.from({ length: 12 }, (_, n) => n)
  for (const n of numbers) await send(`${n % 3}:${n}`, `group ${n % 3}`)
  const out = new Set<string>()
  let together = 0
  start(async ({ Records }) => {
    const groups = Records.map(({ attributes }) => String(attributes.MessageGroupId))
    expect(groups.filter((group) => out.has(group))).toEqual([])
    for (const group of groups) out.add(group)
    together = Math.max(together, out.size)
    await new Promise((resolve) => setTimeout(resolve, 5))
    for (const group of groups) out.delete(group)
    return { batchItemFailures: [] }
  })
  await isEmpty()
  for (const group of [0, 1, 2]) {
    const own = bodies().filter((body) => body.startsWith(`${group}:`))
    expect(own).toEqual(numbers.filter((n) => n % 3 === group).map((n) => `${group}:${n}`))
  }
  expect(together).toBeGreaterThan(1)
})

test('a failed message is delivered again and blocks its group; the others are deleted', async () => {
  const failing = new Set(['first'])
  start(async ({ Records }) => ({
    batchItemFailures: Records.filter(({ body }) => failing.delete(body)).map(({ messageId }) => ({
      itemIdentifier: messageId,
    })),
  }))
  await send('first', 'a')
  await send('second', 'a')
  await send('other', 'b')
  await isEmpty()
  expect(bodies().filter((body) => body !== 'other')).toEqual(['first', 'first', 'second'])
  expect(bodies().filter((body) => body === 'other')).toHaveLength(1)
  expect(seen.findLast(({ body }) => body === 'first')?.attributes.ApproximateReceiveCount).toBe(
    '2',
  )
})

test.each([
  ['throws', () => Promise.reject(new Error('no'))],
  [
    'names a message that was not in the batch',
    async () => ({ batchItemFailures: [{ itemIdentifier: 'x' }] }),
  ],
])('a message goes to the dead-letter queue when the function %s each time', async (_, handler) => {
  start(handler)
  await send('poison')
  await expect.poll(() => counts(local.failedUrl)).toEqual([1, 0])
  await isEmpty()
  expect(bodies()).toEqual(['poison', 'poison'])
})

test('the result is ignored when the mapping does not report failures', async () => {
  const fail: Handler = async ({ Records }) => ({
    batchItemFailures: Records.map(({ messageId }) => ({ itemIdentifier: messageId })),
  })
  start(fail, { reportsFailures: false })
  await send('one')
  await isEmpty()
  expect(bodies()).toEqual(['one'])
})

test('a message that does not pass the filter is deleted without an invocation', async () => {
  const Pattern = JSON.stringify({
    messageAttributes: { kind: { stringValue: ['attempt'] } },
    body: [{ prefix: 'yes' }],
  })
  start(async () => undefined, { passes: readFilter({ Filters: [{ Pattern }] }) })
  await send('no')
  await send('yes')
  await isEmpty()
  expect(bodies()).toEqual(['yes'])
})

test('the function’s role must be allowed to receive messages', async () => {
  local.grant()
  start(async () => undefined)
  await send('one')
  await expect.poll(() => logged.join()).toContain('not authorized to perform: sqs:ReceiveMessage')
  expect(seen).toEqual([])
  mayPoll()
  await isEmpty()
  expect(logged).toHaveLength(1)
})

test('stopping does not wait for an empty queue', async () => {
  start(async () => undefined)
  await send('one')
  await isEmpty()
  const started = performance.now()
  await stop()
  expect(performance.now() - started).toBeLessThan(1500)
})

test('stopping waits for a running batch, so that it is not delivered again', async () => {
  const { promise: working, resolve: begin } = Promise.withResolvers<void>()
  start(async () => {
    begin()
    await new Promise((resolve) => setTimeout(resolve, 100))
    return undefined
  })
  await send('one')
  await working
  await stop()
  expect(await counts(local.queueUrl)).toEqual([0, 0])
})
