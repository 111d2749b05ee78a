import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda'
import type * as z from 'zod/mini'
import type { Resource } from '../config.ts'
import { logMalformedMessage } from '../log.ts'
import { logFailure } from './log-failure.ts'
import { type MalformedMessage, moveToDeadLetters } from './move-to-dead-letters.ts'
import { observeWorker } from './observe-worker.ts'
import { invalidFields, parseMessage } from './parse-message.ts'

/** How a worker handles the messages of a FIFO queue. */
export interface MessageHandling<M, R extends readonly M[]> {
  /** The schema of a message's JSON body. */
  readonly message: z.ZodMiniType<M>
  /** Splits the messages of a group into runs, in order. A run is a list of messages that are handled together. */
  readonly toRuns: (messages: readonly M[]) => R[]
  readonly handle: (run: R) => Promise<void>
  /** The queue's dead-letter queue. The worker's contract lists it in `uses`. */
  readonly deadLetters: Resource
}

interface ValidMessage<M> {
  messageId: string
  message: M
}

/**
 * Makes the Lambda handler of a FIFO queue's worker. Message groups are handled in parallel, the runs of a group in
 * sequence. When a run fails, its messages and all later messages of the group are retried.
 *
 * A malformed message can never succeed, and the FIFO queue would hold back all later messages of the group until
 * its last retry. So the worker moves it to the dead-letter queue itself. If the move fails, only the malformed
 * message is retried.
 */
export function fifoQueueWorker<M, R extends readonly M[]>(handling: MessageHandling<M, R>) {
  return observeWorker(async ({ Records }: SQSEvent): Promise<SQSBatchResponse> => {
    const groups = Map.groupBy(Records, groupOf)
    const failed = await Promise.all(
      [...groups].map(async ([group, records]) => await handleGroup(group, records, handling)),
    )
    return { batchItemFailures: failed.flat().map((itemIdentifier) => ({ itemIdentifier })) }
  })
}

/** Handles the messages of one group. Returns the ids of those that failed. */
async function handleGroup<M, R extends readonly M[]>(
  group: string,
  records: readonly SQSRecord[],
  handling: MessageHandling<M, R>,
): Promise<string[]> {
  const { valid, malformed } = validate(group, records, handling.message)
  const [unmoved, failed] = await Promise.all([
    moveToDeadLetters(handling.deadLetters, malformed),
    handleInOrder(valid, handling),
  ])
  return [...unmoved, ...failed]
}

/** Handles messages run by run. Returns the ids of those in the run that failed and after it. */
async function handleInOrder<M, R extends readonly M[]>(
  valid: readonly ValidMessage<M>[],
  { toRuns, handle }: MessageHandling<M, R>,
): Promise<string[]> {
  let handled = 0
  try {
    for (const run of toRuns(valid.map((one) => one.message))) {
      await handle(run)
      handled += run.length
    }
    return []
  } catch (error) {
    const failed = valid.slice(handled).map(({ messageId }) => messageId)
    logFailure(failed[0] ?? '', error)
    return failed
  }
}

function validate<M>(group: string, records: readonly SQSRecord[], schema: z.ZodMiniType<M>) {
  const valid: ValidMessage<M>[] = []
  const malformed: MalformedMessage[] = []
  for (const record of records) {
    const { messageId, body } = record
    const { success, data, error } = parseMessage(schema, body)
    if (success) {
      valid.push({ messageId, message: data })
    } else {
      const fields = invalidFields(error)
      malformed.push({ record, group, reason: toReason(fields) })
      // Not counted as a failure: another system sent it, so it says nothing about this version.
      logMalformedMessage(messageId, fields)
    }
  }
  return { valid, malformed }
}

/** Makes the reason. An empty field name means the whole message: it is not a JSON object, or has unknown fields. */
function toReason(fields: readonly string[]): string {
  return `Malformed: ${fields.map((field) => field || 'message').join(', ')}`
}

/** Returns the group of a message. SQS requires one in a FIFO queue, which the type does not say. */
function groupOf({ messageId, attributes }: SQSRecord): string {
  return attributes.MessageGroupId ?? messageId
}
