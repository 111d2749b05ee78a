import { crc32 } from 'node:zlib'
import { withHeaders } from './replies.ts'
import type { AwsCall, AwsReply } from './service.ts'

interface CapacityReport {
  ConsumedCapacity?: { CapacityUnits?: number } | { CapacityUnits?: number }[]
}

/** The operations that tell what they consumed, when they are asked. */
const CONSUMING = new Set([
  ...['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query', 'Scan'],
  ...['BatchGetItem', 'BatchWriteItem', 'TransactGetItems', 'TransactWriteItems'],
])
const ASKED = '"ReturnConsumedCapacity"'

/**
 * Performs a call so that it tells what it consumed, also when its caller has not asked. Then the
 * caller sees nothing of it.
 */
export async function performMeasured(
  call: AwsCall,
  operation: string,
  send: (call: AwsCall) => Promise<AwsReply>,
): Promise<AwsReply> {
  const isAsked = call.body.includes(ASKED)
  if (!isAsked && !CONSUMING.has(operation)) return await send(call)
  const reply = await send(isAsked ? call : { ...call, body: asking(call.body) })
  // Searching the bytes spares the parse of errors.
  if (!reply.body.includes('"ConsumedCapacity"')) return reply
  const { ConsumedCapacity, ...rest } = JSON.parse(reply.body.toString()) as CapacityReport
  const consumedCapacity = [ConsumedCapacity ?? []]
    .flat()
    .reduce((units, { CapacityUnits }) => units + (CapacityUnits ?? 0), 0)
  return { ...(isAsked ? reply : withBody(reply, rest)), consumedCapacity }
}

/** The body, an object in JSON, with the question in it. What is none is left as it is. */
function asking(body: Buffer): Buffer {
  const text = body.toString()
  return Buffer.from(text.replace(/([^{\s])\s*\}\s*$/, `$1,${ASKED}:"TOTAL"}`))
}

function withBody(reply: AwsReply, json: object): AwsReply {
  const body = Buffer.from(JSON.stringify(json))
  const headers = { 'Content-Length': String(body.length), 'x-amz-crc32': String(crc32(body)) }
  return withHeaders({ ...reply, body }, headers)
}
