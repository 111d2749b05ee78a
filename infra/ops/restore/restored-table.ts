import { setTimeout } from 'node:timers/promises'
import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  ResourceNotFoundException,
  RestoreTableToPointInTimeCommand,
  type TableDescription,
} from '@aws-sdk/client-dynamodb'
import { toTime } from '../print.ts'

/** A restore of a table into a new one. */
export interface Restore {
  /** The name of the table that is restored. It stays as it is. */
  readonly source: string
  /** The name of the new table. */
  readonly target: string
  /** The point in time. */
  readonly to: Date
}

/** The name of a restored table. It has the time, so that a repeated command finds the table again. */
export function restoredNameOf(stackName: string, table: string, to: Date): string {
  return `${stackName}-${table}-${toTime(to.getTime()).replaceAll(/[-:]/g, '')}`
}

/** Reads a table; undefined when there is none. */
export async function describeTable(
  client: DynamoDBClient,
  TableName: string,
): Promise<TableDescription | undefined> {
  try {
    return (await client.send(new DescribeTableCommand({ TableName }))).Table
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined
    throw error
  }
}

/**
 * Finds the restored table of an earlier run.
 * @returns whether there is one.
 * @throws Error when a table has its name, but is not this restore.
 */
export async function isStarted(client: DynamoDBClient, restore: Restore): Promise<boolean> {
  const table = await describeTable(client, restore.target)
  if (!table) return false
  const { SourceTableArn, RestoreDateTime } = table.RestoreSummary ?? {}
  const isThis =
    SourceTableArn?.endsWith(`:table/${restore.source}`) &&
    RestoreDateTime?.getTime() === restore.to.getTime()
  if (!isThis) {
    throw new Error(`The table ${restore.target} exists, and is not a restore of ${restore.source}`)
  }
  return true
}

/** @throws Error that says which times are possible, when the table cannot be restored to this one. */
export async function requireRestorable(
  client: DynamoDBClient,
  { source, to }: Restore,
): Promise<void> {
  const { ContinuousBackupsDescription: backups } = await client.send(
    new DescribeContinuousBackupsCommand({ TableName: source }),
  )
  const { EarliestRestorableDateTime: earliest, LatestRestorableDateTime: latest } =
    backups?.PointInTimeRecoveryDescription ?? {}
  if (!earliest || !latest) throw new Error(`${source} has no point-in-time recovery.`)
  if (to >= earliest && to <= latest) return
  const [from, until] = [earliest, latest].map((time) => toTime(time.getTime()))
  throw new Error(`${source} can be restored to a time from ${from} to ${until}.`)
}

/** Starts the restore into a new table. */
export async function startRestore(
  client: DynamoDBClient,
  { source, target, to }: Restore,
): Promise<void> {
  await client.send(
    new RestoreTableToPointInTimeCommand({
      SourceTableName: source,
      TargetTableName: target,
      RestoreDateTime: to,
    }),
  )
}

/** How often a new table may be missing: DynamoDB describes it with a delay. */
const LOOKS_UNTIL_SEEN = 6

/**
 * Waits until a table and its indexes can be used, and reports it at every sixth look.
 * @throws Error when there is no such table.
 */
export async function waitUntilActive(
  client: DynamoDBClient,
  name: string,
  pollMs: number,
): Promise<TableDescription> {
  for (let look = 1; ; look++) {
    const table = await describeTable(client, name)
    if (table && isReady(table)) return table
    if (!table && look >= LOOKS_UNTIL_SEEN) {
      throw new Error(`There is no table ${name}: the restore was cancelled.`)
    }
    if (look % 6 === 0) process.stderr.write(`${name} is ${table?.TableStatus}\n`)
    await setTimeout(pollMs)
  }
}

function isReady({ TableStatus, RestoreSummary, GlobalSecondaryIndexes = [] }: TableDescription) {
  return (
    TableStatus === 'ACTIVE' &&
    !RestoreSummary?.RestoreInProgress &&
    GlobalSecondaryIndexes.every(({ IndexStatus }) => IndexStatus === 'ACTIVE')
  )
}
