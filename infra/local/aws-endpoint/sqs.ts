import { jsonError, withHeaders } from './replies.ts'
import type { AwsCall, AwsReply, AwsService, CallDescription, Need, Refusal } from './service.ts'

type Json = Readonly<Record<string, unknown>>

/** The IAM action of an operation that is not its own name: a batch is as many of its parts. */
const partOf: Readonly<Record<string, string>> = {
  SendMessageBatch: 'SendMessage',
  DeleteMessageBatch: 'DeleteMessage',
  ChangeMessageVisibilityBatch: 'ChangeMessageVisibility',
}

const onQueue = [
  ...Object.keys(partOf),
  ...['SendMessage', 'ReceiveMessage', 'DeleteMessage', 'ChangeMessageVisibility'],
  ...['GetQueueUrl', 'GetQueueAttributes', 'SetQueueAttributes', 'ListQueueTags', 'TagQueue'],
  ...['UntagQueue', 'CreateQueue', 'DeleteQueue', 'PurgeQueue'],
]

const errors = {
  'access denied': [403, 'AccessDeniedException', 'AccessDenied;Sender'],
  'unknown key': [403, 'InvalidClientTokenId', 'InvalidClientTokenId;Sender'],
  'emulator unreachable': [503, 'ServiceUnavailable', 'ServiceUnavailable;Receiver'],
} as const

function refuse({ kind, message }: Refusal): AwsReply {
  const [status, type, queryError] = errors[kind]
  const reply = jsonError(status, { __type: `com.amazon.coral.service#${type}`, message })
  // What SDKs read that know SQS's errors by their names in its older protocol.
  return withHeaders(reply, { 'x-amzn-query-error': queryError })
}

function parse(body: Buffer): Json | undefined {
  try {
    const parsed: unknown = JSON.parse(body.toString())
    return typeof parsed === 'object' && parsed !== null ? (parsed as Json) : undefined
  } catch {
    return
  }
}

function operationOf({ headers }: AwsCall): string {
  return /^AmazonSQS\.(\w+)$/.exec(String(headers['x-amz-target'] ?? ''))?.[1] ?? ''
}

/** The permissions that a call needs, from its X-Amz-Target and the queue that its body names. */
function describe(call: AwsCall): CallDescription {
  const operation = operationOf(call)
  const body = parse(call.body)
  if (!body) return { operation, problem: 'the body of the call is not JSON' }
  if (operation === 'ListQueues') {
    return { operation, needs: [{ action: 'sqs:ListQueues', resource: '*' }] }
  }
  if (!onQueue.includes(operation)) {
    return { operation, problem: `it does not know the operation "${operation}"` }
  }
  const name = String(body.QueueUrl ?? body.QueueName ?? '')
    .split('/')
    .at(-1)
  // SQS itself refuses a call that names no queue.
  const needs: Need[] = []
  if (name) {
    const resource = `arn:aws:sqs:${call.caller.region}:${call.account}:${name}`
    needs.push({ action: `sqs:${partOf[operation] ?? operation}`, resource })
  }
  return { operation, needs }
}

/**
 * A visibility timeout of 0 as the shortest that there is: the emulator loses a message that it
 * should make visible at once, when it keeps its queues on disk.
 */
function withoutZeroVisibility(call: AwsCall): AwsCall {
  if (!operationOf(call).startsWith('ChangeMessageVisibility')) return call
  const shortest = (key: string, value: unknown) =>
    key === 'VisibilityTimeout' && Number(value) === 0 ? 0.001 : value
  const parsed = parse(call.body)
  return parsed ? { ...call, body: Buffer.from(JSON.stringify(parsed, shortest)) } : call
}

/** The queues' URLs in an answer as the endpoint's: SDKs send the next call to where a URL points. */
function withOwnUrls(reply: AwsReply, { headers, account }: AwsCall): AwsReply {
  if (!reply.body.includes('"QueueUrl')) return reply
  const own = `"http://${headers.host}/${account}/`
  const text = reply.body.toString().replaceAll(/"https?:\/\/[^/"]+\/\d+\//g, own)
  const body = Buffer.from(text)
  return withHeaders({ ...reply, body }, { 'Content-Length': String(body.length) })
}

/** SQS in its JSON protocol, performed by the emulator at `emulatorUrl`. */
export function sqs(emulatorUrl: string): AwsService {
  const emulator = new URL(emulatorUrl)
  return {
    contextKeys: [],
    describe,
    refuse,
    perform: async (call, forward) => {
      // Some SDKs post to the queue's path, which the body names anyway.
      const reply = await forward({ ...withoutZeroVisibility(call), path: '/' }, emulator)
      return withOwnUrls(reply, call)
    },
  }
}
