import {
  DeleteCommand,
  PutCommand,
  type TransactWriteCommandInput,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb'
import { dynamo } from '../../shared/aws/dynamodb-client.ts'
import { s3 } from '../../shared/aws/s3-client.ts'
import { sns } from '../../shared/aws/sms.ts'
import { tables } from './stack.ts'

/** One call of an AWS client, the SDK's own retries included. */
export interface TracedCall {
  /** The operation and what it is about, e.g. `GetItem USER`. */
  name: string
  /** Positions among all starts and ends; not times, so that no clock decides what was at once. */
  start: number
  end: number
  /** Capacity units, as DynamoDB reports them; 0 for other services. */
  reads: number
  writes: number
  /** How many items DynamoDB looked at in order to answer a Query. */
  scanned: number
}

interface Capacity {
  CapacityUnits?: number
  ReadCapacityUnits?: number
  WriteCapacityUnits?: number
}
type Parts = Record<string, unknown>

const READS = new Set(['GetItem', 'BatchGetItem', 'Query', 'Scan'])

/**
 * Runs something and answers every call that it made to AWS, in the order of their starts.
 *
 * Of a transaction DynamoDB Local reports too little: it adds the items of a table up before it
 * rounds, where AWS rounds up each. With `isPriced`, the writes of a transaction are therefore made
 * one by one, and what is reported of each is doubled; so only what goes well can be priced.
 */
export async function traceCalls(
  run: () => Promise<unknown>,
  { isPriced = false } = {},
): Promise<TracedCall[]> {
  const calls: TracedCall[] = []
  let clock = 0
  // The clients' stacks differ in their types alone.
  const stacks = [dynamo, s3, sns].map((client) => (client as typeof dynamo).middlewareStack)
  for (const stack of stacks) {
    stack.add(
      (next, context) => async (args) => {
        const operation = (context.commandName ?? '').replace('Command', '')
        const input = args.input as Parts
        const call = { name: nameOf(operation, input), start: clock++, end: Infinity }
        const traced: TracedCall = { ...call, reads: 0, writes: 0, scanned: 0 }
        calls.push(traced)
        if (stack === dynamo.middlewareStack) input.ReturnConsumedCapacity = 'INDEXES'
        try {
          if (isPriced && operation === 'TransactWriteItems') {
            traced.writes = 2 * (await writeSingly(input as TransactWriteCommandInput))
            return { response: {}, output: { $metadata: {} } }
          }
          const answer = await next(args)
          Object.assign(traced, toUnits(operation, answer.output as unknown as Parts))
          return answer
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
    for (const stack of stacks) stack.remove('trace-calls')
  }
  return calls
}

/**
 * The calls as round trips in a row. A call is in the trip after the last that had ended before it
 * began; those under way together are in one. A call that awaits another always begins after its
 * end, so a trip more is never missed; and one that does not begins before any answer can arrive.
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

/** Capacity units of calls, added up. */
export function unitsOf(calls: readonly TracedCall[]): { reads: number; writes: number } {
  const sum = (values: number[]) => values.reduce((one, other) => one + other, 0)
  return {
    reads: sum(calls.map(({ reads }) => reads)),
    writes: sum(calls.map(({ writes }) => writes)),
  }
}

function toUnits(operation: string, output: Parts): Partial<TracedCall> {
  const reported = [(output.ConsumedCapacity ?? []) as Capacity | Capacity[]].flat()
  const units = reported.reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0)
  const scanned = Number(output.ScannedCount ?? 0)
  return READS.has(operation) ? { reads: units, scanned } : { writes: units }
}

/** Makes a transaction's writes one by one and answers the units that they took. */
async function writeSingly({ TransactItems = [] }: TransactWriteCommandInput): Promise<number> {
  let units = 0
  for (const { Put, Update, Delete, ConditionCheck } of TransactItems) {
    const command =
      (Put && new PutCommand(priced(Put))) ??
      (Update && new UpdateCommand(priced(Update))) ??
      (Delete && new DeleteCommand(priced(Delete))) ??
      // An update that changes nothing takes what checking the item takes.
      new UpdateCommand(priced(ConditionCheck as UpdateCommandInput))
    const { ConsumedCapacity } = await tables.send(command as UpdateCommand)
    units += ConsumedCapacity?.CapacityUnits ?? 0
  }
  return units
}

function priced<T extends object>(input: T) {
  return { ...input, ReturnConsumedCapacity: 'INDEXES' as const }
}

/** The parts of a name are the kinds of the items, which their keys begin with. */
function nameOf(operation: string, input: Parts): string {
  const { TransactItems, IndexName, Key, Item } = input as {
    TransactItems?: Record<string, { Key?: Parts; Item?: Parts }>[]
    IndexName?: string
    Key?: Parts | string
    Item?: Parts
  }
  const kinds = TransactItems?.map((action) => {
    const [what] = Object.values(action)
    return kindOf(what?.Key ?? what?.Item)
  })
  const about = kinds?.join(', ') ?? IndexName ?? (typeof Key === 'object' ? kindOf(Key) : '')
  return `${operation} ${about || (Item ? kindOf(Item) : '')}`.trim()
}

function kindOf(item: Parts = {}): string {
  const key = String(item.sk ?? item.pk)
  return /^[A-Z]+(?=#|$)/.exec(key)?.[0] ?? 'REPORT'
}
