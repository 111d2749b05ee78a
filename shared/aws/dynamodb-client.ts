import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { skipUnusedSdkWork } from './skip-unused-sdk-work.ts'

const client = new DynamoDBClient({
  // Pinned, because the SDK's defaults are about to change (AWS_NEW_RETRIES_2026).
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
 * The DynamoDB client of all functions. A call takes at most 3 × 1.3 s plus the SDK's pauses, so three
 * calls in a row stay below the functions' timeout. `requestTimeout` alone only logs a warning;
 * `throwOnRequestTimeout` aborts the request.
 */
export const dynamo = DynamoDBDocumentClient.from(client, {
  marshallOptions: { removeUndefinedValues: true },
})
