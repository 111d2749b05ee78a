import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda'
import { logFailure } from './log-failure.ts'
import { observeWorker } from './observe-worker.ts'

/**
 * Makes the Lambda handler of a `.stream` worker. Calls `work` with the key (`pk`) of each inserted item. Stops at the
 * first failure. Lambda then retries that record and all later ones.
 */
export function streamWorker(work: (pk: string) => Promise<void>) {
  return observeWorker(async ({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
    for (const { eventID, dynamodb } of Records) {
      try {
        await work(dynamodb?.Keys?.pk?.S ?? '')
      } catch (error) {
        logFailure(eventID ?? '', error)
        return { batchItemFailures: [{ itemIdentifier: dynamodb?.SequenceNumber ?? '' }] }
      }
    }
    return { batchItemFailures: [] }
  })
}
