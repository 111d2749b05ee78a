import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda'
import { observed } from './observed.ts'
import { tellFailure } from './tell-failure.ts'

/**
 * Makes the handler of a `.stream` worker: it hands over the `pk` of each inserted item. The first
 * that fails is reported, and Lambda comes back with it and all after it; those before are done.
 */
export function streamWorker(work: (pk: string) => Promise<void>) {
  return observed(async ({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
    for (const { eventID, dynamodb } of Records) {
      try {
        await work(dynamodb?.Keys?.pk?.S ?? '')
      } catch (error) {
        tellFailure(eventID ?? '', error)
        return { batchItemFailures: [{ itemIdentifier: dynamodb?.SequenceNumber ?? '' }] }
      }
    }
    return { batchItemFailures: [] }
  })
}
