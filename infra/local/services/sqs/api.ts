import type {
  AwsApi,
  AwsCall,
  AwsResponse,
  CallDescription,
  Need,
  Refusal,
} from '../../endpoint/aws-api.ts'
import { jsonError, withBody, withHeaders } from '../../endpoint/responses.ts'

type Json = Readonly<Record<string, unknown>>

/** The IAM actions of operations whose action has another name. */
const actions: Readonly<Record<string, string>> = {
  SendMessageBatch: 'SendMessage',
  DeleteMessageBatch: 'DeleteMessage',
  ChangeMessageVisibilityBatch: 'ChangeMessageVisibility',
}

const onQueue = [
  ...Object.keys(actions),
  'SendMessage',
  'ReceiveMessage',
  'DeleteMessage',
  'ChangeMessageVisibility',
  'GetQueueUrl',
  'GetQueueAttributes',
  'SetQueueAttributes',
  'ListQueueTags',
  'TagQueue',
  'UntagQueue',
  'CreateQueue',
  'DeleteQueue',
  'PurgeQueue',
]

const errors = {
  'access denied': [403, 'AccessDeniedException', 'AccessDenied;Sender'],
  'unknown key': [403, 'InvalidClientTokenId', 'InvalidClientTokenId;Sender'],
  'emulator unreachable': [503, 'ServiceUnavailable', 'ServiceUnavailable;Receiver'],
} as const

function refuse({ kind, message }: Refusal): AwsResponse {
  const [status, type, queryError] = errors[kind]
  const response = jsonError(status, { __type: `com.amazon.coral.service#${type}`, message })
  // Some SDKs identify an error of SQS by its name in SQS's older query protocol, which this header has.
  return withHeaders(response, { 'x-amzn-query-error': queryError })
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

/** Returns the permissions that a call needs, from its X-Amz-Target and the queue in its body. */
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
    needs.push({ action: `sqs:${actions[operation] ?? operation}`, resource })
  }
  return { operation, needs }
}

/**
 * Replaces a visibility timeout of 0 by 1 ms. With queues on disk, the emulator loses a message whose timeout is
 * set to 0.
 */
function withoutZeroVisibility(call: AwsCall): AwsCall {
  if (!operationOf(call).startsWith('ChangeMessageVisibility')) return call
  const shortest = (key: string, value: unknown) =>
    key === 'VisibilityTimeout' && Number(value) === 0 ? 0.001 : value
  const parsed = parse(call.body)
  return parsed ? { ...call, body: Buffer.from(JSON.stringify(parsed, shortest)) } : call
}

/** The operations whose responses have URLs of queues. Other responses may have such URLs in bodies of messages. */
const RETURNING_URLS = ['CreateQueue', 'GetQueueUrl', 'ListQueues']

/** Makes queue URLs in a response point to this endpoint, because SDKs send later calls to the queue's URL. */
function withEndpointUrls(response: AwsResponse, call: AwsCall): AwsResponse {
  if (!RETURNING_URLS.includes(operationOf(call))) return response
  const { headers, account } = call
  const base = `"http://${headers.host}/${account}/`
  return withBody(response, response.body.toString().replaceAll(/"https?:\/\/[^/"]+\/\d+\//g, base))
}

/** SQS in its JSON protocol, performed by the emulator at `emulatorUrl`. */
export function sqsApi(emulatorUrl: string): AwsApi {
  const emulator = new URL(emulatorUrl)
  return {
    signingName: 'sqs',
    contextKeys: [],
    describe,
    refuse,
    perform: async (call, forward) => {
      // Some SDKs post to the path of the queue, which the body names anyway.
      const response = await forward({ ...withoutZeroVisibility(call), path: '/' }, emulator)
      return withEndpointUrls(response, call)
    },
  }
}
