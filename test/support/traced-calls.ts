import {
  type AttributeValue,
  DeleteItemCommand,
  DynamoDBClient,
  PutItemCommand,
  type TransactWriteItemsCommandInput,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb'
import { dynamo } from '../../shared/aws/dynamodb-client.ts'
import { sqs } from '../../shared/aws/queue.ts'
import { s3 } from '../../shared/aws/s3-client.ts'
import { sns } from '../../shared/aws/sms.ts'
import { operatorAt } from './operator.ts'
import { stack } from './stack.ts'

/** One call of an AWS client, including the SDK's retries. */
export interface TracedCall {
  /** The operation and the kinds of its items, such as `GetItem USER`. */
  name: string
  /** Positions in the order of all starts and ends. Times would not be exact enough. */
  start: number
  end: number
  /** Capacity units by table, as DynamoDB reports them; none for other services. */
  units: readonly TableUnits[]
  /** The number of items that a Query evaluated. */
  scanned: number
}

/** The capacity units that a call used of a table and its indexes. */
export interface TableUnits {
  /** The table's name, e.g. `user-api-local-UsersTable…`. */
  table: string
  reads: number
  writes: number
}

interface Capacity {
  TableName?: string
  CapacityUnits?: number
  ReadCapacityUnits?: number
  WriteCapacityUnits?: number
}
type Parts = Record<string, unknown>
type Attributes = Record<string, AttributeValue>

// Not that of the functions, whose calls are traced.
const client = new DynamoDBClient(operatorAt(stack.awsEndpointUrl))

const READS = new Set(['GetItem', 'BatchGetItem', 'Query', 'Scan'])

/**
 * Calls `run`. Returns the AWS calls that it made, in the order of their starts.
 *
 * DynamoDB Local reports too little capacity for a transaction: it adds up the items of a table and
 * then rounds, while AWS rounds up each item. With `isPriced`, the writes of a transaction are therefore sent
 * one by one, and their reported capacity is doubled. So only work that succeeds can be priced.
 */
export async function traceCalls(
  run: () => Promise<unknown>,
  { isPriced = false } = {},
): Promise<TracedCall[]> {
  const calls: TracedCall[] = []
  let clock = 0
  // The clients' middleware stacks differ only in their types.
  const stacks = [dynamo, s3, sns, sqs].map((one) => (one as typeof dynamo).middlewareStack)
  for (const middlewares of stacks) {
    middlewares.add(
      (next, context) => async (args) => {
        const operation = (context.commandName ?? '').replace('Command', '')
        const input = args.input as Parts
        const call = { name: nameOf(operation, input), start: clock++, end: Infinity }
        const traced: TracedCall = { ...call, units: [], scanned: 0 }
        calls.push(traced)
        if (middlewares === dynamo.middlewareStack) input.ReturnConsumedCapacity = 'INDEXES'
        try {
          if (isPriced && operation === 'TransactWriteItems') {
            traced.units = await writeSingly(input as unknown as TransactWriteItemsCommandInput)
            return { response: {}, output: { $metadata: {} } }
          }
          const result = await next(args)
          Object.assign(traced, toUnits(operation, result.output as unknown as Parts))
          return result
        } finally {
          traced.end = clock++
        }
      },
      { step: 'initialize', name: 'trace-calls' },
    )
  }
  try {
    await run()
  } finally {
    for (const middlewares of stacks) middlewares.remove('trace-calls')
  }
  return calls
}

/**
 * Groups calls into consecutive round trips; parallel calls are one trip. A call belongs to the trip
 * after the last trip in which some call ended before this call began. That is exact: a call that awaits
 * another begins after the other's end; a call that does not begins before any response can arrive.
 */
export function toRoundTrips(calls: readonly TracedCall[]): TracedCall[][] {
  const trips: TracedCall[][] = []
  for (const call of [...calls].sort((one, other) => one.start - other.start)) {
    const before = trips.findLastIndex((trip) => trip.some(({ end }) => end < call.start))
    const trip = trips[before + 1]
    if (trip) trip.push(call)
    else trips.push([call])
  }
  return trips
}

/** The sum of the capacity units of calls. */
export function unitsOf(calls: readonly Pick<TracedCall, 'units'>[]): {
  reads: number
  writes: number
} {
  const all = calls.flatMap(({ units }) => units)
  return {
    reads: all.reduce((sum, { reads }) => sum + reads, 0),
    writes: all.reduce((sum, { writes }) => sum + writes, 0),
  }
}

function toUnits(operation: string, output: Parts): Partial<TracedCall> {
  const reported = [(output.ConsumedCapacity ?? []) as Capacity | Capacity[]].flat()
  const isRead = READS.has(operation)
  const units = reported.map(({ TableName: table = '', CapacityUnits = 0 }) => ({
    table,
    reads: isRead ? CapacityUnits : 0,
    writes: isRead ? 0 : CapacityUnits,
  }))
  return { units, scanned: Number(output.ScannedCount ?? 0) }
}

/** Sends the writes of a transaction one by one. Returns their capacity units, doubled. */
async function writeSingly({ TransactItems = [] }: TransactWriteItemsCommandInput) {
  const units: TableUnits[] = []
  for (const { Put, Update, Delete, ConditionCheck } of TransactItems) {
    const command =
      (Put && new PutItemCommand(priced(Put))) ??
      (Update && new UpdateItemCommand(priced(Update))) ??
      (Delete && new DeleteItemCommand(priced(Delete))) ??
      // An update without changes costs the same as a condition check.
      new UpdateItemCommand(priced(ConditionCheck as UpdateItemCommandInput))
    const { ConsumedCapacity } = await client.send(command as UpdateItemCommand)
    const { TableName: table = '', CapacityUnits = 0 } = ConsumedCapacity ?? {}
    units.push({ table, reads: 0, writes: 2 * CapacityUnits })
  }
  return units
}

function priced<T extends object>(input: T) {
  return { ...input, ReturnConsumedCapacity: 'INDEXES' as const }
}

/** The name of a call. The kind of an item is the beginning of its key. */
function nameOf(operation: string, input: Parts): string {
  const { TransactItems, IndexName, Key, Item } = input as {
    TransactItems?: Record<string, { Key?: Attributes; Item?: Attributes }>[]
    IndexName?: string
    Key?: Attributes | string
    Item?: Attributes
  }
  const kinds = TransactItems?.map((action) => {
    const [what] = Object.values(action)
    return kindOf(what?.Key ?? what?.Item)
  })
  const about = kinds?.join(', ') ?? IndexName ?? (typeof Key === 'object' ? kindOf(Key) : '')
  return `${operation} ${about || (Item ? kindOf(Item) : '')}`.trim()
}

function kindOf(item: Attributes = {}): string {
  const key = String((item.sk ?? item.pk)?.S)
  return /^[A-Z]+(?=#|$)/.exec(key)?.[0] ?? 'REPORT'
}
