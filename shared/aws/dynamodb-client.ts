import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { clientConfig } from './client-config.ts'
import { skipUnusedSdkWork } from './skip-unused-sdk-work.ts'

/**
 * The DynamoDB client of all functions. A call takes at most 3 attempts × 1.3 s (0.3 s to connect, 1 s for the
 * response) plus the SDK's pauses. So three calls in a row stay below the functions' timeout of 25 s.
 */
export const dynamo = new DynamoDBClient(clientConfig(3, 1000))
skipUnusedSdkWork(dynamo)
