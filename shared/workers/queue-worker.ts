import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda'
import type * as z from 'zod/mini'
import { logMalformedMessage } from '../log.ts'
import { logFailure } from './log-failure.ts'
import { observeInvocation } from './observe-invocation.ts'

/** How the messages of a FIFO queue are handled. */
export interface MessageHandling<M, R extends readonly M[]> {
  /** The schema of a message's JSON body. */
  readonly message: z.ZodMiniType<M>
  /** Splits the messages of a group into runs, in order. Each run is handled together. */
  readonly toRuns: (messages: readonly M[]) => R[]
  readonly handle: (run: R) => Promise<void>
}

interface ValidMessage<M> {
  messageId: string
  message: M
}

/**
 * Makes the Lambda handler of a FIFO queue's worker. Groups are handled in parallel, the runs of a
 * group in sequence. When a run fails, its messages and all later ones of the group are retried.
 *
 * A malformed message fails alone. It can never succeed, so skipping it keeps the order, and the
 * messages after it do not end in the dead-letter queue because of it.
 */
export function queueWorker<M, R extends readonly M[]>(handling: MessageHandling<M, R>) {
  return observeInvocation(async ({ Records }: SQSEvent): Promise<SQSBatchResponse> => {
    const groups = Map.groupBy(Records, groupOf)
    const failed = await Promise.all(
      [...groups.values()].map(async (records) => await handleGroup(records, handling)),
    )
    return { batchItemFailures: failed.flat().map((itemIdentifier) => ({ itemIdentifier })) }
  })
}

/** Handles the messages of one group. Returns the ids of those that failed. */
async function handleGroup<M, R extends readonly M[]>(
  records: readonly SQSRecord[],
  { message, toRuns, handle }: MessageHandling<M, R>,
): Promise<string[]> {
  const { valid, malformed } = validate(records, message)
  let handled = 0
  try {
    for (const run of toRuns(valid.map((one) => one.message))) {
      await handle(run)
      handled += run.length
    }
    return malformed
  } catch (error) {
    const failed = valid.slice(handled).map(({ messageId }) => messageId)
    logFailure(failed[0] ?? '', error)
    return [...malformed, ...failed]
  }
}

function validate<M>(records: readonly SQSRecord[], schema: z.ZodMiniType<M>) {
  const valid: ValidMessage<M>[] = []
  const malformed: string[] = []
  for (const { messageId, body } of records) {
    const { success, data, error } = schema.safeParse(parseJson(body))
    if (success) {
      valid.push({ messageId, message: data })
    } else {
      malformed.push(messageId)
      logMalformedMessage(messageId, error.issues)
    }
  }
  return { valid, malformed }
}

/** The group of a message. A message without one, as from a standard queue, is its own group. */
function groupOf({ messageId, attributes }: SQSRecord): string {
  return attributes.MessageGroupId ?? messageId
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}
