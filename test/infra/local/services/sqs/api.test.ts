import { SendMessageCommand, type SQS, SQSClient } from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { account } from '../../endpoint/endpoint-fixture.ts'
import { queueArn, queueName, startStores } from '../fauxqs/store-fixture.ts'

let local: Awaited<ReturnType<typeof startStores>>
let QueueUrl: string

beforeAll(async () => {
  local = await startStores()
  QueueUrl = local.queueUrl
})
afterAll(async () => await local.stop())

beforeEach(async () => {
  await local.operator.sqs.purgeQueue({ QueueUrl })
  local.grant()
})

let sent = 0
function message(body = 'hello') {
  const MessageDeduplicationId = String(sent++)
  return { MessageBody: body, MessageGroupId: 'group', MessageDeduplicationId }
}

async function received(client: SQS) {
  const input = { QueueUrl, MaxNumberOfMessages: 10, MessageSystemAttributeNames: ['All' as const] }
  const { Messages: [first] = [] } = await client.receiveMessage(input)
  if (!first?.ReceiptHandle) throw new Error('There is no message')
  return { ...first, ReceiptHandle: first.ReceiptHandle }
}

const entry = { Id: '0', ReceiptHandle: 'none' }
const calls: readonly [string, string, (client: SQS) => Promise<unknown>][] = [
  ['SendMessage', 'SendMessage', (client) => client.sendMessage({ QueueUrl, ...message() })],
  [
    'SendMessageBatch',
    'SendMessage',
    (client) => client.sendMessageBatch({ QueueUrl, Entries: [{ Id: '0', ...message() }] }),
  ],
  ['ReceiveMessage', 'ReceiveMessage', (client) => client.receiveMessage({ QueueUrl })],
  [
    'DeleteMessageBatch',
    'DeleteMessage',
    (client) => client.deleteMessageBatch({ QueueUrl, Entries: [entry] }),
  ],
  [
    'ChangeMessageVisibilityBatch',
    'ChangeMessageVisibility',
    (client) => client.changeMessageVisibilityBatch({ QueueUrl, Entries: [entry] }),
  ],
  [
    'GetQueueAttributes',
    'GetQueueAttributes',
    (client) => client.getQueueAttributes({ QueueUrl, AttributeNames: ['All'] }),
  ],
  ['GetQueueUrl', 'GetQueueUrl', (client) => client.getQueueUrl({ QueueName: queueName })],
]

describe.each(calls)('%s', (_, action, send) => {
  test(`is allowed with sqs:${action} on the queue`, async () => {
    local.grant(`sqs:${action} ${queueArn}`)
    await expect(send(local.worker.sqs)).resolves.toMatchObject({
      $metadata: { httpStatusCode: 200 },
    })
  })

  test('is denied without that', async () => {
    local.grant(`sqs:${action} ${queueArn}x`, `sqs:Tag* ${queueArn}`)
    await expect(send(local.worker.sqs)).rejects.toMatchObject({
      message: `User: arn:aws:sts::${account}:assumed-role/worker/worker is not authorized to perform: sqs:${action} on resource: ${queueArn} because no identity-based policy allows the sqs:${action} action`,
      $metadata: { httpStatusCode: 403, attempts: 1 },
    })
  })
})

test('a message is sent, received with its attributes and deleted', async () => {
  local.grant(...['Send', 'Receive', 'Delete'].map((one) => `sqs:${one}Message ${queueArn}`))
  await local.worker.sqs.sendMessage({ QueueUrl, ...message('body') })
  const found = await received(local.worker.sqs)
  expect(found).toMatchObject({
    Body: 'body',
    Attributes: { MessageGroupId: 'group', ApproximateReceiveCount: '1' },
  })
  await local.worker.sqs.deleteMessage({ QueueUrl, ReceiptHandle: found.ReceiptHandle })
  const input = { QueueUrl, AttributeNames: ['All' as const] }
  expect((await local.operator.sqs.getQueueAttributes(input)).Attributes).toMatchObject({
    ApproximateNumberOfMessages: '0',
    ApproximateNumberOfMessagesNotVisible: '0',
    VisibilityTimeout: '150',
    FifoQueue: 'true',
  })
})

test('a FIFO queue keeps the high-throughput mode of the template', async () => {
  const input = { QueueUrl, AttributeNames: ['All' as const] }
  expect((await local.operator.sqs.getQueueAttributes(input)).Attributes).toMatchObject({
    FifoThroughputLimit: 'perMessageGroupId',
    DeduplicationScope: 'messageGroup',
  })
})

test('a body that has the URL of a queue is received as it was sent', async () => {
  const body = JSON.stringify({
    QueueUrl: 'https://sqs.us-east-1.amazonaws.com/123456789012/other',
  })
  await local.operator.sqs.sendMessage({ QueueUrl, ...message(body) })
  expect((await received(local.operator.sqs)).Body).toBe(body)
})

test('a message can be made visible at once', async () => {
  await local.operator.sqs.sendMessage({ QueueUrl, ...message('again') })
  const { ReceiptHandle } = await received(local.operator.sqs)
  const change = { QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }
  await local.operator.sqs.changeMessageVisibility(change)
  const input = { QueueUrl, WaitTimeSeconds: 5 }
  expect((await local.operator.sqs.receiveMessage(input)).Messages).toMatchObject([
    { Body: 'again' },
  ])
})

test('URLs of queues point to the endpoint, and work in a client without an endpoint', async () => {
  expect((await local.operator.sqs.getQueueUrl({ QueueName: queueName })).QueueUrl).toBe(QueueUrl)
  expect((await local.operator.sqs.listQueues({})).QueueUrls).toContain(QueueUrl)
  const { region, credentials } = local.clientOptions('OPERATOR')
  // Without this, the client warns that the queue is elsewhere, which is tested here.
  const [debug, info, warn, error] = [vi.fn(), vi.fn(), vi.fn(), vi.fn()]
  const client = new SQSClient({ region, credentials, logger: { debug, info, warn, error } })
  await client.send(new SendMessageCommand({ QueueUrl, ...message() }))
  expect(await received(local.operator.sqs)).toMatchObject({ Body: 'hello' })
})

test('an unknown operation is for the operator only', async () => {
  local.grant('* *')
  const call = local.worker.sqs.listMessageMoveTasks({ SourceArn: queueArn })
  await expect(call).rejects.toThrow('does not know the operation "ListMessageMoveTasks"')
})

test('an unknown key is refused', async () => {
  const client = new SQSClient(local.clientOptions('STRANGER'))
  const call = client.send(new SendMessageCommand({ QueueUrl, ...message() }))
  await expect(call).rejects.toMatchObject({ $metadata: { httpStatusCode: 403, attempts: 1 } })
})
