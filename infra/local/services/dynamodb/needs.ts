import type { AwsCall, CallDescription, Need } from '../../endpoint/aws-api.ts'

type Json = Readonly<Record<string, unknown>>
type Rule = (body: Json, call: AwsCall, operation: string) => readonly Need[]

/** Every ARN that DynamoDB Local returns starts with this, whatever the region. */
const EMULATOR_REGION = 'arn:aws:dynamodb:ddblocal:'

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null
}

/** Returns an empty object for an absent part. It needs no permission, because DynamoDB refuses a call without it. */
function objectOf(value: unknown): Json {
  return typeof value === 'object' && value !== null ? (value as Json) : {}
}

function listOf(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.map(objectOf) : []
}

function arnOf({ account, caller, region }: AwsCall, nameOrArn: string): string {
  if (!nameOrArn.startsWith('arn:')) {
    return `arn:aws:dynamodb:${caller.region}:${account}:table/${nameOrArn}`
  }
  return nameOrArn.replace(EMULATOR_REGION, `arn:aws:dynamodb:${region}:`)
}

function needOn(
  call: AwsCall,
  operation: string,
  nameOrArn: unknown,
  context?: Need['context'],
): readonly Need[] {
  // A name of another type is checked too, because the emulator reads the number 7 as the table "7".
  if (isAbsent(nameOrArn)) return []
  return [{ action: `dynamodb:${operation}`, resource: arnOf(call, String(nameOrArn)), context }]
}

const onTable: Rule = (body, call, operation) => needOn(call, operation, body.TableName)

const onTableOrIndex: Rule = (body, call, operation) => {
  const [need] = onTable(body, call, operation)
  if (!need || isAbsent(body.IndexName)) return need ? [need] : []
  return [{ ...need, resource: `${need.resource}/index/${body.IndexName}` }]
}

const onEachTable: Rule = (body, call, operation) =>
  Object.keys(objectOf(body.RequestItems)).flatMap((table) => needOn(call, operation, table))

/** The IAM action of each part of a transaction. The transaction itself needs no action. */
const transactionParts = Object.entries({
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
  Get: 'GetItem',
})

const onEachPart: Rule = (body, call, operation) => {
  const context = { 'dynamodb:EnclosingOperation': operation }
  return listOf(body.TransactItems).flatMap((item) =>
    transactionParts.flatMap(([part, action]) =>
      needOn(call, action, objectOf(item[part]).TableName, context),
    ),
  )
}

const onStream: Rule = (body, call, operation) => needOn(call, operation, body.StreamArn)

const onIterator: Rule = (body, call, operation) => {
  const iterator = body.ShardIterator
  // An iterator starts with the stream's ARN: `arn:…/stream/label|1|opaque`.
  return needOn(call, operation, isAbsent(iterator) ? iterator : String(iterator).split('|')[0])
}

const rules = new Map<string, Rule>([
  ['GetItem', onTable],
  ['PutItem', onTable],
  ['UpdateItem', onTable],
  ['DeleteItem', onTable],
  ['Query', onTableOrIndex],
  ['Scan', onTableOrIndex],
  ['BatchGetItem', onEachTable],
  ['BatchWriteItem', onEachTable],
  ['TransactGetItems', onEachPart],
  ['TransactWriteItems', onEachPart],
  ['CreateTable', onTable],
  ['DescribeTable', onTable],
  ['UpdateTable', onTable],
  ['DeleteTable', onTable],
  ['DescribeTimeToLive', onTable],
  ['UpdateTimeToLive', onTable],
  ['ListTables', (_, call, operation) => needOn(call, operation, '*')],
  ['DescribeStream', onStream],
  ['GetShardIterator', onStream],
  ['GetRecords', onIterator],
  // IAM grants this action only on `*`.
  ['ListStreams', () => [{ action: 'dynamodb:ListStreams', resource: '*' }]],
])

function parseBody(body: Buffer): Json | undefined {
  try {
    return objectOf(JSON.parse(body.toString()))
  } catch {
    return
  }
}

function withoutRepeats(needs: readonly Need[]): readonly Need[] {
  if (needs.length < 2) return needs
  return [...new Map(needs.map((need) => [`${need.action} ${need.resource}`, need])).values()]
}

/**
 * Returns the permissions that a DynamoDB or DynamoDB Streams call needs, each once. Reads the call's
 * X-Amz-Target, as in `DynamoDB_20120810.GetItem`, and its body. A table named by ARN keeps that ARN.
 */
export function describeDynamoDbCall(call: AwsCall): CallDescription {
  const operation =
    String(call.headers['x-amz-target'] ?? '')
      .split('.')
      .at(-1) ?? ''
  const rule = rules.get(operation)
  if (!rule) return { operation, problem: `it does not know the operation ${operation}` }
  const body = parseBody(call.body)
  if (!body) return { operation, problem: 'the body of the call is not JSON' }
  return { operation, needs: withoutRepeats(rule(body, call, operation)) }
}
