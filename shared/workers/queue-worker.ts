import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda'
import type * as z from 'zod/mini'
import { logMalformedMessage } from '../log.ts'
import { observed } from './observed.ts'
import { tellFailure } from './tell-failure.ts'

/** How the messages of a FIFO queue are handled. */
export interface MessageHandling<M, R extends readonly M[]> {
  /** What a message's body is, as JSON. */
  readonly message: z.ZodMiniType<M>
  /** Cuts the messages of a group into runs that are handled as one, keeping their order. */
  readonly toRuns: (messages: readonly M[]) => R[]
  readonly handle: (run: R) => Promise<void>
}

interface Sound<M> {
  messageId: string
  message: M
}

/**
 * Makes the Lambda handler of a FIFO queue's worker. Groups are handled side by side, the runs of a
 * group one after the other. From the first run that fails on, all messages of its group come again.
 *
 * A malformed message fails alone: it can never be handled, so going on without it loses no order,
 * and what is behind it does not end in the dead-letter queue on its account.
 */
export function queueWorker<M, R extends readonly M[]>(handling: MessageHandling<M, R>) {
  return observed(async ({ Records }: SQSEvent): Promise<SQSBatchResponse> => {
    const groups = Map.groupBy(Records, groupOf)
    const failed = await Promise.all(
      [...groups.values()].map(async (records) => await handleGroup(records, handling)),
    )
    return { batchItemFailures: failed.flat().map((itemIdentifier) => ({ itemIdentifier })) }
  })
}

/** Handles the messages of one group and answers the ids of those that failed. */
async function handleGroup<M, R extends readonly M[]>(
  records: readonly SQSRecord[],
  { message, toRuns, handle }: MessageHandling<M, R>,
): Promise<string[]> {
  const { sound, malformed } = sort(records, message)
  let handled = 0
  try {
    for (const run of toRuns(sound.map((one) => one.message))) {
      await handle(run)
      handled += run.length
    }
    return malformed
  } catch (error) {
    const failed = sound.slice(handled).map(({ messageId }) => messageId)
    tellFailure(failed[0] ?? '', error)
    return [...malformed, ...failed]
  }
}

function sort<M>(records: readonly SQSRecord[], schema: z.ZodMiniType<M>) {
  const sound: Sound<M>[] = []
  const malformed: string[] = []
  for (const { messageId, body } of records) {
    const { success, data, error } = schema.safeParse(parseJson(body))
    if (success) {
      sound.push({ messageId, message: data })
    } else {
      malformed.push(messageId)
      logMalformedMessage(messageId, error.issues)
    }
  }
  return { sound, malformed }
}

/** A message without a group, as of a standard queue, is one by itself. */
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
