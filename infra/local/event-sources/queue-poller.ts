import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda'
import type { QueueSource } from './describe-event-sources.ts'
import { failedOf, type Poller, type PollerSurroundings, startPoller } from './poller.ts'

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
/** As many batches as a function has environments here. */
const MAX_BATCHES = 4
/** On AWS the queue's visibility timeout, which is minutes: nobody waits for that here. */
const RETRY_SECONDS = 1

/**
 * Empties a queue into a function. What succeeds is deleted; what fails is visible again after a
 * second, so that the queue's redrive policy counts it. The queue hands out no message of a group
 * while another of it is out, so groups stay in order whatever runs at once.
 */
export function startQueuePoller(source: QueueSource, context: PollerSurroundings): Poller {
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
        if (!signal.aborted) log(`A batch could not be settled: ${error}`)
      })
      .finally(() => batches.delete(batch))
    batches.add(batch)
  }
  return startPoller(round, log, () => Promise.all(batches))
}

async function deliver(
  source: QueueSource,
  messages: readonly Message[],
  { call, invoke }: PollerSurroundings,
): Promise<void> {
  const [wanted, unwanted] = partition(messages, source)
  const failed = wanted.length > 0 ? await failuresOf(source, wanted, invoke) : new Set<string>()
  const { queueUrl: QueueUrl } = source
  const settled = [...unwanted, ...wanted.filter(({ MessageId }) => !failed.has(MessageId))]
  const again = wanted.filter(({ MessageId }) => failed.has(MessageId))
  if (settled.length > 0) {
    await call('AmazonSQS.DeleteMessageBatch', { QueueUrl, Entries: settled.map(toEntry) })
  }
  for (const { ReceiptHandle } of again) {
    const VisibilityTimeout = RETRY_SECONDS
    await call('AmazonSQS.ChangeMessageVisibility', { QueueUrl, ReceiptHandle, VisibilityTimeout })
  }
}

async function failuresOf(
  source: QueueSource,
  messages: readonly Message[],
  invoke: PollerSurroundings['invoke'],
): Promise<ReadonlySet<string>> {
  const ids = messages.map(({ MessageId }) => MessageId)
  const event: SQSEvent = { Records: messages.map((message) => toRecord(message, source)) }
  try {
    const answer = (await invoke(event)) as SQSBatchResponse
    return source.reportsFailures ? failedOf(answer, ids) : new Set()
  } catch {
    return new Set(ids)
  }
}

/** What does not pass the filter is deleted unseen. */
function partition(messages: readonly Message[], source: QueueSource): [Message[], Message[]] {
  const groups = Object.groupBy(messages, (message) =>
    source.passes(toRecord(message, source)) ? 'wanted' : 'unwanted',
  )
  return [groups.wanted ?? [], groups.unwanted ?? []]
}

function toEntry({ ReceiptHandle }: Message, index: number) {
  return { Id: String(index), ReceiptHandle }
}

/** A message as Lambda hands it over. */
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
