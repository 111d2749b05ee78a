import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createAwsClient } from '../../../../infra/local/event-sources/aws-client.ts'
import type { QueueSource } from '../../../../infra/local/event-sources/describe-event-sources.ts'
import { readFilter } from '../../../../infra/local/event-sources/filter-criteria.ts'
import type { Poller } from '../../../../infra/local/event-sources/poller.ts'
import { startQueuePoller } from '../../../../infra/local/event-sources/queue-poller.ts'
import { region } from '../aws-endpoint/endpoint-fixture.ts'
import { queueArn, startStores } from '../aws-endpoint/store-fixture.ts'

type Handler = (event: SQSEvent) => Promise<SQSBatchResponse | undefined>

let local: Awaited<ReturnType<typeof startStores>>
let poller: Poller | undefined
let seen: SQSRecord[]
let logged: string[]

// A queue for each test: one that is asked without being waited for keeps the next message.
beforeEach(async () => {
  local = await startStores()
  seen = []
  logged = []
  mayPoll()
})
afterEach(async () => {
  await poller?.stop()
  await local.stop()
})

function mayPoll() {
  const actions = ['ReceiveMessage', 'DeleteMessage', 'ChangeMessageVisibility']
  local.grant(...actions.map((action) => `sqs:${action} ${queueArn}`))
}

function start(handler: Handler, more: Partial<QueueSource> = {}) {
  const source: QueueSource = {
    kind: 'queue',
    functionName: 'worker',
    functionArn: 'arn:aws:lambda:ap-south-1:000000000000:function:worker',
    arn: queueArn,
    queueUrl: local.queueUrl,
    batchSize: 10,
    reportsFailures: true,
    passes: () => true,
    ...more,
  }
  const { endpointUrl } = local
  poller = startQueuePoller(source, {
    call: createAwsClient({ endpointUrl, region, accessKeyId: 'WORKER' }),
    invoke: async (event) => {
      seen.push(...(event as SQSEvent).Records)
      return await handler(event as SQSEvent)
    },
    log: (line) => logged.push(line),
  })
}

let sent = 0
async function send(MessageBody: string, MessageGroupId = 'group') {
  await local.operator.sqs.sendMessage({
    QueueUrl: local.queueUrl,
    MessageBody,
    MessageGroupId,
    MessageDeduplicationId: String(sent++),
    MessageAttributes: { kind: { DataType: 'String', StringValue: 'attempt' } },
  })
}

async function counts(QueueUrl: string) {
  const asked = { QueueUrl, AttributeNames: ['All' as const] }
  const { Attributes = {} } = await local.operator.sqs.getQueueAttributes(asked)
  return [
    Attributes.ApproximateNumberOfMessages,
    Attributes.ApproximateNumberOfMessagesNotVisible,
  ].map(Number)
}

const bodies = () => seen.map(({ body }) => body)
const isEmpty = () => expect.poll(() => counts(local.queueUrl), { timeout: 10_000 }).toEqual([0, 0])

test('a message arrives as Lambda would hand it over, and is deleted', async () => {
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

test('messages of a group arrive in order and never two at a time, whatever other groups do', async () => {
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

test('what failed comes again, what did not is deleted, and its group waits for it', async () => {
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
    'names a message that it was not given',
    async () => ({ batchItemFailures: [{ itemIdentifier: 'x' }] }),
  ],
])('a message is redriven when the function %s each time', async (_, handler) => {
  start(handler)
  await send('poison')
  await expect.poll(() => counts(local.failedUrl), { timeout: 10_000 }).toEqual([1, 0])
  await isEmpty()
  expect(bodies()).toEqual(['poison', 'poison'])
})

test('an answer is not looked at when the mapping does not report failures', async () => {
  const fail: Handler = async ({ Records }) => ({
    batchItemFailures: Records.map(({ messageId }) => ({ itemIdentifier: messageId })),
  })
  start(fail, { reportsFailures: false })
  await send('one')
  await isEmpty()
  expect(bodies()).toEqual(['one'])
})

test('what does not pass the filter is deleted unseen', async () => {
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

test('the function’s own role must be allowed to receive', async () => {
  local.grant()
  start(async () => undefined)
  await send('one')
  await expect.poll(() => logged.join()).toContain('not authorized to perform: sqs:ReceiveMessage')
  expect(seen).toEqual([])
  mayPoll()
  await isEmpty()
  expect(logged).toHaveLength(1)
})

test('stopping does not wait for a queue without messages', async () => {
  start(async () => undefined)
  await send('one')
  await isEmpty()
  const started = performance.now()
  await poller?.stop()
  expect(performance.now() - started).toBeLessThan(1500)
})
