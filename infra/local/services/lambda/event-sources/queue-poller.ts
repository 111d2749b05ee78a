import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda'
import type { QueueSource } from './describe-event-sources.ts'
import { failedIdentifiers, type Poller, type PollerContext, startPoller } from './poller.ts'

interface Message {
  MessageId: string
  ReceiptHandle: string
  Body: string
  MD5OfBody: string
  MD5OfMessageAttributes?: string
  Attributes: Record<string, string>
  MessageAttributes?: Record<
    string,
    { DataType: string; StringValue?: string; BinaryValue?: string }
  >
}

/** SQS's own limits. */
const MAX_MESSAGES = 10
const MAX_WAIT_SECONDS = 20
/** Batches processed in parallel, one per local environment of the function. */
const MAX_BATCHES = 4
/** Pause before a failed message is retried. On AWS this is the queue's visibility timeout, often minutes. */
const RETRY_SECONDS = 1

/**
 * Passes messages of a queue to a function. Handled messages are deleted; a failed message is delivered
 * again after a second, until the queue's redrive policy moves it to the dead-letter queue. The queue
 * delivers no message of a group while another message of that group is in flight, so groups stay in
 * order although batches run in parallel.
 */
export function startQueuePoller(source: QueueSource, context: PollerContext): Poller {
  const { call, log } = context
  const batches = new Set<Promise<void>>()
  const round = async (signal: AbortSignal) => {
    while (batches.size >= MAX_BATCHES) await Promise.race(batches)
    const { Messages = [] } = await call<{ Messages?: Message[] }>(
      'AmazonSQS.ReceiveMessage',
      {
        QueueUrl: source.queueUrl,
        MaxNumberOfMessages: Math.min(source.batchSize, MAX_MESSAGES),
        WaitTimeSeconds: MAX_WAIT_SECONDS,
        MessageSystemAttributeNames: ['All'],
        MessageAttributeNames: ['All'],
      },
      signal,
    )
    if (Messages.length === 0) return
    const batch = deliver(source, Messages, context)
      .catch((error: unknown) => {
        if (!signal.aborted)
          log(
            `Handled messages could not be deleted, or failed ones not returned to the queue: ${error}`,
          )
      })
      .finally(() => batches.delete(batch))
    batches.add(batch)
  }
  return startPoller(round, log, () => Promise.all(batches))
}

async function deliver(
  source: QueueSource,
  messages: readonly Message[],
  { call, invoke }: PollerContext,
): Promise<void> {
  const [wanted, unwanted] = partition(messages, source)
  const failed = wanted.length > 0 ? await failuresOf(source, wanted, invoke) : new Set<string>()
  const { queueUrl: QueueUrl } = source
  const handled = [...unwanted, ...wanted.filter(({ MessageId }) => !failed.has(MessageId))]
  const retried = wanted.filter(({ MessageId }) => failed.has(MessageId))
  if (handled.length > 0) {
    await call('AmazonSQS.DeleteMessageBatch', { QueueUrl, Entries: handled.map(toEntry) })
  }
  for (const { ReceiptHandle } of retried) {
    const VisibilityTimeout = RETRY_SECONDS
    await call('AmazonSQS.ChangeMessageVisibility', { QueueUrl, ReceiptHandle, VisibilityTimeout })
  }
}

async function failuresOf(
  source: QueueSource,
  messages: readonly Message[],
  invoke: PollerContext['invoke'],
): Promise<ReadonlySet<string>> {
  const ids = messages.map(({ MessageId }) => MessageId)
  const event: SQSEvent = { Records: messages.map((message) => toRecord(message, source)) }
  try {
    const result = (await invoke(event)) as SQSBatchResponse
    return source.reportsFailures ? failedIdentifiers(result, ids) : new Set()
  } catch {
    return new Set(ids)
  }
}

/** Separates the messages that pass the filter from those that are deleted without an invocation. */
function partition(messages: readonly Message[], source: QueueSource): [Message[], Message[]] {
  const groups = Object.groupBy(messages, (message) =>
    source.passes(toRecord(message, source)) ? 'wanted' : 'unwanted',
  )
  return [groups.wanted ?? [], groups.unwanted ?? []]
}

function toEntry({ ReceiptHandle }: Message, index: number) {
  return { Id: String(index), ReceiptHandle }
}

/** Converts a message to the record of Lambda's event. */
function toRecord(message: Message, { arn }: QueueSource): SQSRecord {
  const { MessageAttributes = {}, MD5OfMessageAttributes } = message
  const messageAttributes: SQSRecord['messageAttributes'] = {}
  for (const [name, { DataType, StringValue, BinaryValue }] of Object.entries(MessageAttributes)) {
    messageAttributes[name] = {
      dataType: DataType,
      ...(StringValue !== undefined && { stringValue: StringValue }),
      ...(BinaryValue !== undefined && { binaryValue: BinaryValue }),
      stringListValues: [],
      binaryListValues: [],
    }
  }
  return {
    messageId: message.MessageId,
    receiptHandle: message.ReceiptHandle,
    body: message.Body,
    attributes: message.Attributes as unknown as SQSRecord['attributes'],
    messageAttributes,
    md5OfBody: message.MD5OfBody,
    ...(MD5OfMessageAttributes && { md5OfMessageAttributes: MD5OfMessageAttributes }),
    eventSource: 'aws:sqs',
    eventSourceARN: arn,
    awsRegion: arn.split(':')[3] ?? '',
  }
}
