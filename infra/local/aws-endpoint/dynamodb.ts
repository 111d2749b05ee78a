import { performMeasured } from './dynamodb-capacity.ts'
import { describeDynamoDbCall } from './dynamodb-needs.ts'
import { jsonError } from './replies.ts'
import type { AwsCall, AwsReply, AwsService, Refusal } from './service.ts'

const ERROR_PREFIX = 'com.amazon.coral.service#'

function refuse({ kind, message }: Refusal): AwsReply {
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

/** A stream's ARN in the emulator's spelling, which knows no region. Only its calls name one. */
function withEmulatorArn(call: AwsCall): AwsCall {
  if (!String(call.headers['x-amz-target']).startsWith('DynamoDBStreams_')) return call
  const text = call.body
    .toString()
    .replace(/("StreamArn"\s*:\s*"arn:aws:dynamodb:)[^:"]+:/, '$1ddblocal:')
  return { ...call, body: Buffer.from(text) }
}

/**
 * DynamoDB and DynamoDB Streams, performed by the DynamoDB Local at `emulatorUrl`. It must run with
 * `-sharedDb`: without it, each access key id would see tables of its own.
 */
export function dynamodb(emulatorUrl: string): AwsService {
  const emulator = new URL(emulatorUrl)
  return {
    contextKeys: ['dynamodb:EnclosingOperation'],
    describe: describeDynamoDbCall,
    refuse,
    perform: (call, forward) => {
      const { operation } = describeDynamoDbCall(call)
      return performMeasured(withEmulatorArn(call), operation, (sent) => forward(sent, emulator))
    },
  }
}
