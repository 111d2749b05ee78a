import type { AwsApi, AwsCall, AwsResponse, Refusal } from '../../endpoint/aws-api.ts'
import { jsonError } from '../../endpoint/responses.ts'
import { performMeasured } from './capacity.ts'
import { describeDynamoDbCall } from './needs.ts'

const ERROR_PREFIX = 'com.amazon.coral.service#'

function refuse({ kind, message }: Refusal): AwsResponse {
  switch (kind) {
    case 'access denied':
      // The one error that DynamoDB sends with a capital M.
      return jsonError(400, { __type: `${ERROR_PREFIX}AccessDeniedException`, Message: message })
    case 'unknown key':
      return jsonError(400, { __type: `${ERROR_PREFIX}UnrecognizedClientException`, message })
    case 'emulator unreachable':
      return jsonError(503, { __type: `${ERROR_PREFIX}ServiceUnavailableException`, message })
  }
}

/** Replaces the region in the stream ARN of a call: the emulator's ARNs have none. */
function withEmulatorArn(call: AwsCall): AwsCall {
  if (!String(call.headers['x-amz-target']).startsWith('DynamoDBStreams_')) return call
  const text = call.body
    .toString()
    .replace(/("StreamArn"\s*:\s*"arn:aws:dynamodb:)[^:"]+:/, '$1ddblocal:')
  return { ...call, body: Buffer.from(text) }
}

/**
 * DynamoDB and DynamoDB Streams, performed by the DynamoDB Local at `emulatorUrl`. It must run with
 * `-sharedDb`: without it, each access key id would see its own tables.
 */
export function dynamoDbApi(emulatorUrl: string): AwsApi {
  const emulator = new URL(emulatorUrl)
  return {
    signingName: 'dynamodb',
    contextKeys: ['dynamodb:EnclosingOperation'],
    describe: describeDynamoDbCall,
    refuse,
    perform: (call, forward) => {
      const { operation } = describeDynamoDbCall(call)
      return performMeasured(withEmulatorArn(call), operation, (sent) => forward(sent, emulator))
    },
  }
}
