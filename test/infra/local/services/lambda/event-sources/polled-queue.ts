import type { MessageAttributeValue } from '@aws-sdk/client-sqs'
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda'
import { afterEach, beforeEach, expect } from 'vitest'
import { createAwsClient } from '../../../../../../infra/local/endpoint/aws-client.ts'
import type { QueueSource } from '../../../../../../infra/local/services/lambda/event-sources/describe-event-sources.ts'
import type { Poller } from '../../../../../../infra/local/services/lambda/event-sources/poller.ts'
import { startQueuePoller } from '../../../../../../infra/local/services/lambda/event-sources/queue-poller.ts'
import { region } from '../../../endpoint/endpoint-fixture.ts'
import { queueArn, startStores } from '../../fauxqs/store-fixture.ts'

/** The function: handles a batch. */
export type Handler = (event: SQSEvent) => Promise<SQSBatchResponse | undefined>

/** The queue of a test, and its dead-letter queue. */
export let local: Awaited<ReturnType<typeof startStores>>
/** The events that the function got. */
export const seen: SQSRecord[] = []
/** The log lines of the poller. */
export const logged: string[] = []
let poller: Poller | undefined

/** Makes a queue for each test of a file: an aborted receive call would still take the next message. */
export function useQueues(): void {
  beforeEach(async () => {
    local = await startStores()
    seen.length = 0
    logged.length = 0
    mayPoll()
  })
  afterEach(async () => {
    await stop()
    await local.stop()
  })
}

/** Grants the function what its event source needs. */
export function mayPoll() {
  const actions = ['ReceiveMessage', 'DeleteMessage', 'ChangeMessageVisibility']
  local.grant(...actions.map((action) => `sqs:${action} ${queueArn}`))
}

/** Starts the poller with a function. */
export function start(handler: Handler, more: Partial<QueueSource> = {}): void {
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

const kindOfAttempt = { kind: { DataType: 'String', StringValue: 'attempt' } }
let sent = 0
/** Sends a message of a group. */
export async function send(
  MessageBody: string,
  MessageGroupId = 'group',
  MessageAttributes: Record<string, MessageAttributeValue> = kindOfAttempt,
) {
  await local.operator.sqs.sendMessage({
    QueueUrl: local.queueUrl,
    MessageBody,
    MessageGroupId,
    MessageDeduplicationId: String(sent++),
    MessageAttributes,
  })
}

/** Returns how many messages are visible and how many are in flight. */
export async function counts(QueueUrl: string) {
  const asked = { QueueUrl, AttributeNames: ['All' as const] }
  const { Attributes = {} } = await local.operator.sqs.getQueueAttributes(asked)
  return [
    Attributes.ApproximateNumberOfMessages,
    Attributes.ApproximateNumberOfMessagesNotVisible,
  ].map(Number)
}

/** The bodies that the function got. */
export const bodies = () => seen.map(({ body }) => body)
/** Waits until no message is visible or in flight. */
export const isEmpty = () => expect.poll(() => counts(local.queueUrl)).toEqual([0, 0])

/** Stops the poller. */
export async function stop() {
  await poller?.stop()
}
