import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { S3Client } from '@aws-sdk/client-s3'
import { SQSClient } from '@aws-sdk/client-sqs'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import type { InboxMessage } from '../../infra/local/services/sns/sms-inbox.ts'
import { type LocalUserApi, startUserApi } from '../../infra/start/start-user-api.ts'
import type { Attempt } from '../../shared/mcq-stats/attempt.ts'
import type { ApiRequest, ApiResponse } from '../support/api-request.ts'
import { assemblyOf } from '../support/assemblies.ts'
import { send } from '../support/http-driver.ts'
import { operatorAt } from '../support/operator.ts'
import { FaultyAws } from './faulty-aws.ts'

/** A session, with its token. */
export interface OpenedSession {
  readonly token: string
  readonly userId: string
  /** Ms of this process's clock. */
  readonly openedAt: number
}

/** A request and its response. Times are in ms of this process's clock. */
export interface Exchange {
  readonly request: ApiRequest
  readonly startedAt: number
  readonly endedAt: number
  readonly response: ApiResponse
}

/** A separate stack whose AWS calls can fail, and a record of everything that happens. */
export interface World {
  readonly stack: LocalUserApi
  readonly aws: FaultyAws
  readonly apiUrl: string
  /** All requests, in the order of their responses. */
  readonly exchanges: Exchange[]
  /** Sessions that were created without the API. */
  readonly opened: OpenedSession[]
  /** Attempts as sent to the queue, repetitions included. */
  readonly attempts: Attempt[]
  /** All log lines of the functions. */
  readonly lines: string[]
  readonly tables: DynamoDBDocumentClient
  readonly buckets: S3Client
  readonly queues: SQSClient
  output(name: string): string
  /** Sends a request and records the exchange. */
  call(request: ApiRequest): Promise<ApiResponse>
  messages(): Promise<readonly InboxMessage[]>
  /** The name of the one function that contains this text, such as `UsersInfoPatch`. */
  functionOf(part: string): string
  /** Clears the record. Stored data stays. */
  forget(): void
  stop(): Promise<void>
}

/** Raises the limits that would end histories early. Limits that are promises stay. */
const ROOMY = {
  OTP_COOLDOWN_SECONDS: '0',
  OTP_SENDS_PER_USER: '50',
  OTP_SENDS_PER_PHONE: '50',
  OTP_SENDS_PER_PHONE_A_DAY: '50',
  OTP_PHONES_PER_USER: '100',
  PICTURE_UPLOADS_PER_USER: '50',
  RECOVERY_SENDS_PER_PHONE: '50',
  RECOVERY_SENDS_PER_PHONE_A_DAY: '50',
}

// Work in progress during a deletion may still store data. Tests run the sweep when no work is left,
// so only the sweep may end a purge.
const environment = (functionName: string) => ({
  ...ROOMY,
  PURGE_AGAIN_AFTER_MS: functionName.includes('SweepPurges') ? '0' : '3600000',
})

const TICK_MS = 20
const STALL_MS = 60

/** Starts a stack and its record. */
export async function startWorld(): Promise<World> {
  const lines: string[] = []
  const aws = new FaultyAws(async (name) => await stack.crash(name))
  const stack = await startUserApi({
    assembly: await assemblyOf('local'),
    onLog: (_, line) => lines.push(line),
    wrapCall: aws.around,
    environment,
  })
  const output = (name: string) => stack.outputs[name] ?? ''
  const apiUrl = output('ApiUrl')
  const operator = operatorAt(output('AwsEndpointUrl'))
  let since = 0
  const stopWatching = watchStalls(aws)
  const exchanges: Exchange[] = []
  const opened: OpenedSession[] = []
  const attempts: Attempt[] = []
  return {
    stack,
    aws,
    apiUrl,
    exchanges,
    opened,
    attempts,
    lines,
    output,
    tables: DynamoDBDocumentClient.from(new DynamoDBClient(operator)),
    buckets: new S3Client(operator),
    queues: new SQSClient(operator),
    call: async (request) => {
      const startedAt = performance.now()
      const response = await ask(apiUrl, request)
      const endedAt = performance.now()
      exchanges.push({ request, startedAt, endedAt, response })
      return response
    },
    messages: async () => {
      // Only the SMS since the last `forget`: the inbox also has older ones.
      const response = await fetch(`${apiUrl}/_local/sms`)
      const { messages } = (await response.json()) as { messages: InboxMessage[] }
      return messages.filter(({ sent_at }) => sent_at >= since)
    },
    functionOf: (part) => {
      const [found, ...more] = stack.functions.filter(({ name }) => name.includes(part))
      if (!found || more.length > 0) throw new Error(`Not one function has "${part}" in its name`)
      return found.name
    },
    forget: () => {
      since = Date.now()
      for (const list of [exchanges, opened, attempts, lines, aws.calls, aws.injections]) {
        list.length = 0
      }
    },
    stop: async () => {
      stopWatching()
      await stack.stop()
    },
  }
}

/**
 * Records a stall of this machine as a fault of every function, since it makes clients time out as
 * other faults do.
 */
function watchStalls(aws: FaultyAws): () => void {
  let last = performance.now()
  const timer = setInterval(() => {
    const at = performance.now()
    if (at - last > TICK_MS + STALL_MS) {
      aws.injections.push({ at: last, functionName: '', operation: '', fault: 'stall' })
      aws.injections.push({ at, functionName: '', operation: '', fault: 'stall' })
    }
    last = at
  }, TICK_MS)
  return () => clearInterval(timer)
}

/** Sends a request. The body stays text when it is not JSON, as in some errors of the gateway. */
async function ask(apiUrl: string, request: ApiRequest): Promise<ApiResponse> {
  const response = await send(apiUrl, request)
  const text = await response.text()
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: parse(text),
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
