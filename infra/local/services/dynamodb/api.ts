import type { AwsApi, AwsCall, AwsResponse, Refusal } from '../../endpoint/aws-api.ts'
import { authorizationFor } from '../../endpoint/aws-client.ts'
import { jsonError } from '../../endpoint/responses.ts'
import { performMeasured } from './capacity.ts'
import { type DynamoDbLocal, ENGINE_REGION } from './dynamodb-local.ts'
import { describeDynamoDbCall } from './needs.ts'

const ERROR_PREFIX = 'com.amazon.coral.service#'

function refuse({ kind, message }: Refusal): AwsResponse {
  switch (kind) {
    case 'access denied':
      // In this error only, DynamoDB writes `Message` with a capital M.
      return jsonError(400, { __type: `${ERROR_PREFIX}AccessDeniedException`, Message: message })
    case 'unknown key':
      return jsonError(400, { __type: `${ERROR_PREFIX}UnrecognizedClientException`, message })
    case 'emulator unreachable':
      return jsonError(503, { __type: `${ERROR_PREFIX}ServiceUnavailableException`, message })
  }
}

/** Replaces the region in the stream ARN of a call: DynamoDB Local's ARNs have `ddblocal` there. */
function withEmulatorArn(call: AwsCall): AwsCall {
  if (!String(call.headers['x-amz-target']).startsWith('DynamoDBStreams_')) return call
  const text = call.body
    .toString()
    .replace(/("StreamArn"\s*:\s*"arn:aws:dynamodb:)[^:"]+:/, '$1ddblocal:')
  return { ...call, body: Buffer.from(text) }
}

/** Replaces the caller's key and region: DynamoDB Local has separate tables for each pair. */
function signedFor(accessKeyId: string, call: AwsCall): AwsCall {
  const rawHeaders = [...call.rawHeaders]
  for (let i = rawHeaders.length - 2; i >= 0; i -= 2) {
    if (rawHeaders[i]?.toLowerCase() === 'authorization') rawHeaders.splice(i, 2)
  }
  rawHeaders.push(
    'Authorization',
    authorizationFor({ accessKeyId, region: ENGINE_REGION, service: 'dynamodb' }),
  )
  return { ...call, rawHeaders }
}

/** DynamoDB and DynamoDB Streams, performed by a DynamoDB Local. */
export function dynamoDbApi({
  url,
  accessKeyId,
}: Pick<DynamoDbLocal, 'url' | 'accessKeyId'>): AwsApi {
  const emulator = new URL(url)
  return {
    signingName: 'dynamodb',
    contextKeys: ['dynamodb:EnclosingOperation'],
    describe: describeDynamoDbCall,
    refuse,
    perform: (call, forward) => {
      const { operation } = describeDynamoDbCall(call)
      const sent = signedFor(accessKeyId, withEmulatorArn(call))
      return performMeasured(sent, operation, (measured) => forward(measured, emulator))
    },
  }
}
