import { crc32 } from 'node:zlib'
import type { AwsCall, AwsResponse } from '../../endpoint/aws-api.ts'
import { withBody, withHeaders } from '../../endpoint/responses.ts'

interface CapacityReport {
  ConsumedCapacity?: { CapacityUnits?: number } | { CapacityUnits?: number }[]
}

/** The operations that report consumed capacity on request. */
const MEASURED_OPERATIONS = new Set([
  'GetItem',
  'PutItem',
  'UpdateItem',
  'DeleteItem',
  'Query',
  'Scan',
  'BatchGetItem',
  'BatchWriteItem',
  'TransactGetItems',
  'TransactWriteItems',
])
const REQUEST_FIELD = '"ReturnConsumedCapacity"'

/**
 * Performs a call and returns the capacity units that it consumed. Requests the report of consumed capacity from
 * DynamoDB Local, and removes it from the response if the caller did not request it.
 */
export async function performMeasured(
  call: AwsCall,
  operation: string,
  send: (call: AwsCall) => Promise<AwsResponse>,
): Promise<AwsResponse> {
  const isRequested = call.body.includes(REQUEST_FIELD)
  if (!isRequested && !MEASURED_OPERATIONS.has(operation)) return await send(call)
  const response = await send(isRequested ? call : { ...call, body: requesting(call.body) })
  // Responses without a report, such as errors, are not parsed.
  if (!response.body.includes('"ConsumedCapacity"')) return response
  const { ConsumedCapacity, ...rest } = JSON.parse(response.body.toString()) as CapacityReport
  const consumedCapacity = [ConsumedCapacity ?? []]
    .flat()
    .reduce((units, { CapacityUnits }) => units + (CapacityUnits ?? 0), 0)
  return { ...(isRequested ? response : withJson(response, rest)), consumedCapacity }
}

/** Adds `ReturnConsumedCapacity` to a body that is a JSON object; leaves any other body unchanged. */
function requesting(body: Buffer): Buffer {
  const text = body.toString()
  return Buffer.from(text.replace(/([^{\s])\s*\}\s*$/, `$1,${REQUEST_FIELD}:"TOTAL"}`))
}

function withJson(response: AwsResponse, json: object): AwsResponse {
  const text = JSON.stringify(json)
  return withHeaders(withBody(response, text), { 'x-amz-crc32': String(crc32(text)) })
}
