import type { AwsResponse } from '../../infra/local/endpoint/aws-api.ts'
import type { AllowedCall } from '../../infra/local/endpoint/handle-call.ts'

/** What may happen to a call to AWS. */
export const faultKinds = [
  'drop before', // the connection ends and nothing was done
  'drop after', // it was done and the answer is lost
  'slow', // it is done, but after the client has given up
  'late', // it is done and answered, a little late: others overtake it
  'throttle', // refused as one too many
  'server error', // 500 of AWS's own
  'unprocessed', // a batch of which nothing was carried out
  'conflict', // lost against another transaction
  'mixed conflict', // where a condition refused: and another item conflicted
  'denied', // the permission is missing
  'hang', // no answer, ever
] as const

export type FaultKind = (typeof faultKinds)[number]

/** Time after which a fault's own answer comes. */
export const LATE_MS = 150

type Json = Record<string, unknown>

const CANCELLED = 'com.amazonaws.dynamodb.v20120810#TransactionCanceledException'
const SINGLE_WRITES = ['UpdateItem', 'PutItem', 'DeleteItem']
const BATCHES = ['BatchGetItem', 'BatchWriteItem']

/** Whether a fault can befall a call: AWS would never answer some calls in some ways. */
export function canBefall(kind: FaultKind, { service, operation }: AllowedCall): boolean {
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

/** AWS's refusal of a call, in its service's protocol. */
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

/** A cancelled transaction with a conflict beside the condition that failed; others as they are. */
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

/** Nothing of it: the most that DynamoDB may leave for later. */
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
  return answer(statusCode, 'application/x-amz-json-1.0', JSON.stringify(value))
}

function xml(statusCode: number, text: string): AwsResponse {
  return answer(statusCode, 'text/xml', `<?xml version="1.0"?>${text}`)
}

function answer(statusCode: number, type: string, text: string): AwsResponse {
  const body = Buffer.from(text)
  const headers = ['Content-Type', type, 'Content-Length', String(body.length)]
  return { statusCode, headers: [...headers, 'x-amzn-RequestId', 'injected'], body }
}
