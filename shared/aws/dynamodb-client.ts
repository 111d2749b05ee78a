import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { skipUnusedSdkWork } from './skip-unused-sdk-work.ts'

const client = new DynamoDBClient({
  // Pinned: the SDK's defaults for both are about to change (AWS_NEW_RETRIES_2026).
  maxAttempts: 3,
  retryMode: 'standard',
  requestHandler: {
    connectionTimeout: 300,
    requestTimeout: 1000,
    throwOnRequestTimeout: true,
  },
})
skipUnusedSdkWork(client)

/**
 * The one DynamoDB client of a function. A call takes at most 3 × 1.3 s and the pauses between,
 * so that three calls in a row stay below the functions' time-out.
 * `requestTimeout` alone only logs: `throwOnRequestTimeout` makes it a limit.
 */
export const dynamo = DynamoDBDocumentClient.from(client, {
  marshallOptions: { removeUndefinedValues: true },
})
