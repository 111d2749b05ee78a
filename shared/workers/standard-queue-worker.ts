import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda'
import type * as z from 'zod/mini'
import { logMalformedMessage } from '../log.ts'
import { count, countFailure, type MetricOf } from '../metrics.ts'
import { logFailure } from './log-failure.ts'
import { observeWorker } from './observe-worker.ts'
import { invalidFields, parseMessage } from './parse-message.ts'

/**
 * Makes the Lambda handler of a standard queue's worker. All messages are handled in parallel. A message that fails or
 * is malformed goes back to the queue, and counts in `failed`. After its last retry, the queue moves it to the dead-letter
 * queue.
 */
export function standardQueueWorker<M>(
  schema: z.ZodMiniType<M>,
  handle: (message: M) => Promise<void>,
  failed: MetricOf<'Count'>,
) {
  return observeWorker(async ({ Records }: SQSEvent): Promise<SQSBatchResponse> => {
    const succeeded = await Promise.all(
      Records.map(async (record) => await handleOne(record, schema, handle)),
    )
    const back = Records.filter((_, index) => !succeeded[index])
    if (back.length > 0) count(failed, back.length)
    return { batchItemFailures: back.map(({ messageId }) => ({ itemIdentifier: messageId })) }
  })
}

async function handleOne<M>(
  { messageId, body }: SQSRecord,
  schema: z.ZodMiniType<M>,
  handle: (message: M) => Promise<void>,
): Promise<boolean> {
  const { success, data, error } = parseMessage(schema, body)
  if (!success) {
    logMalformedMessage(messageId, invalidFields(error))
    // A function of this stack sent it, so one of the two versions is broken.
    countFailure()
    return false
  }
  try {
    await handle(data)
    return true
  } catch (failure) {
    logFailure(messageId, failure)
    return false
  }
}
