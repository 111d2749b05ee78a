import type { AwsResponse } from '../../infra/local/endpoint/aws-api.ts'
import type { AllowedCall } from '../../infra/local/endpoint/handle-call.ts'

/** The faults of an AWS call. */
export const faultKinds = [
  'drop before', // the connection ends before the call is carried out
  'drop after', // it is carried out and its response is lost
  'slow', // it is carried out after the client's timeout
  'late', // it is carried out after a short delay, so that others overtake it
  'throttle', // refused by throttling
  'server error', // a 500 of AWS
  'unprocessed', // a batch whose items all stay unprocessed
  'conflict', // a conflict with another transaction
  'mixed conflict', // besides a failed condition, another item conflicts
  'denied', // the permission is missing
  'hang', // there is never a response
] as const

export type FaultKind = (typeof faultKinds)[number]

/** The delay of `late`. */
export const LATE_MS = 150

type Json = Record<string, unknown>

const CANCELLED = 'com.amazonaws.dynamodb.v20120810#TransactionCanceledException'
const SINGLE_WRITES = ['UpdateItem', 'PutItem', 'DeleteItem']
const BATCHES = ['BatchGetItem', 'BatchWriteItem']

/** Whether AWS can fail a call in this way. */
export function isPossible(kind: FaultKind, { service, operation }: AllowedCall): boolean {
  switch (kind) {
    case 'unprocessed':
      return BATCHES.includes(operation)
    case 'conflict':
      return operation === 'TransactWriteItems' || SINGLE_WRITES.includes(operation)
    case 'mixed conflict':
      return operation === 'TransactWriteItems'
    default:
      return service === 'dynamodb' || service === 's3' || service === 'sns'
  }
}

/** The error response of AWS, in the protocol of the service. */
export function refusalOf(
  kind: 'throttle' | 'server error' | 'denied' | 'conflict' | 'unprocessed',
  call: AllowedCall,
): AwsResponse {
  if (call.service === 's3') return s3Refusal(kind)
  if (call.service === 'sns') return snsRefusal(kind)
  switch (kind) {
    case 'throttle':
      return call.operation === 'TransactWriteItems'
        ? json(400, { __type: coral('ThrottlingException'), message: 'Rate exceeded' })
        : json(400, { __type: dynamo('ProvisionedThroughputExceededException'), message: 'Slow' })
    case 'server error':
      return json(500, { __type: dynamo('InternalServerError'), message: 'Internal server error' })
    case 'denied':
      return json(400, { __type: coral('AccessDeniedException'), Message: 'not authorized' })
    case 'unprocessed':
      return json(200, unprocessed(call))
    case 'conflict':
      return conflict(call)
  }
}

/** Adds a conflict to a transaction that a condition cancelled. Other responses stay as they are. */
export function withConflict(reply: AwsResponse): AwsResponse {
  if (reply.statusCode !== 400) return reply
  const body = JSON.parse(reply.body.toString()) as Json
  if (body.__type !== CANCELLED) return reply
  const reasons = body.CancellationReasons as { Code: string }[]
  const spared = reasons.findIndex(({ Code }) => Code === 'None')
  if (spared < 0) return reply
  return json(400, { ...body, CancellationReasons: reasons.with(spared, CONFLICT) })
}

const CONFLICT = { Code: 'TransactionConflict', Message: 'Transaction is ongoing for the item' }

function conflict({ operation, body }: AllowedCall): AwsResponse {
  if (operation !== 'TransactWriteItems') {
    const message = 'Transaction is ongoing for the item'
    return json(400, { __type: dynamo('TransactionConflictException'), message })
  }
  const { TransactItems } = JSON.parse(body.toString()) as { TransactItems: unknown[] }
  const CancellationReasons = TransactItems.map((_, index) =>
    index === 0 ? CONFLICT : { Code: 'None' },
  )
  const message = 'Transaction cancelled'
  return json(400, { __type: CANCELLED, message, CancellationReasons })
}

/** Leaves all items unprocessed, the worst that DynamoDB allows. */
function unprocessed({ operation, body }: AllowedCall): Json {
  const { RequestItems } = JSON.parse(body.toString()) as Json
  return operation === 'BatchGetItem'
    ? { Responses: {}, UnprocessedKeys: RequestItems }
    : { UnprocessedItems: RequestItems }
}

function s3Refusal(kind: string): AwsResponse {
  const [status, code] =
    kind === 'throttle'
      ? [503, 'SlowDown']
      : kind === 'denied'
        ? [403, 'AccessDenied']
        : [500, 'InternalError']
  return xml(status as number, `<Error><Code>${code}</Code><Message>${code}</Message></Error>`)
}

function snsRefusal(kind: string): AwsResponse {
  const [status, type, code] =
    kind === 'throttle'
      ? [429, 'Sender', 'Throttled']
      : kind === 'denied'
        ? [403, 'Sender', 'AuthorizationError']
        : [500, 'Receiver', 'InternalError']
  const error = `<Error><Type>${type}</Type><Code>${code}</Code><Message>${code}</Message></Error>`
  return xml(status as number, `<ErrorResponse>${error}<RequestId>0</RequestId></ErrorResponse>`)
}

const dynamo = (name: string) => `com.amazonaws.dynamodb.v20120810#${name}`
const coral = (name: string) => `com.amazon.coral.service#${name}`

function json(statusCode: number, value: object): AwsResponse {
  return respond(statusCode, 'application/x-amz-json-1.0', JSON.stringify(value))
}

function xml(statusCode: number, text: string): AwsResponse {
  return respond(statusCode, 'text/xml', `<?xml version="1.0"?>${text}`)
}

function respond(statusCode: number, type: string, text: string): AwsResponse {
  const body = Buffer.from(text)
  const headers = ['Content-Type', type, 'Content-Length', String(body.length)]
  return { statusCode, headers: [...headers, 'x-amzn-RequestId', 'injected'], body }
}
