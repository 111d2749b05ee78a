import { isDeepStrictEqual } from 'node:util'
import {
  ContinuousBackupsUnavailableException,
  DescribeContinuousBackupsCommand,
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
  type PointInTimeRecoverySpecification,
  type StreamSpecification,
  type TableDescription,
  type Tag,
  TagResourceCommand,
  type TimeToLiveSpecification,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  type UpdateTableCommandInput,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb'
import { retry, TryAgainError } from '../../../shared/aws/retry.ts'
import { waitUntilActive } from './restored-table.ts'
import type { Properties } from './stack-resources.ts'

/** The settings of a table that DynamoDB does not restore, as a template has them. */
interface Settings {
  readonly StreamSpecification?: Pick<StreamSpecification, 'StreamViewType'>
  readonly TimeToLiveSpecification?: TimeToLiveSpecification
  readonly WriteOnDemandThroughputSettings?: WriteLimit
  readonly GlobalSecondaryIndexes?: readonly WriteIndex[]
  readonly Replicas: readonly [Replica]
}
interface Replica {
  readonly DeletionProtectionEnabled?: boolean
  readonly PointInTimeRecoverySpecification?: PointInTimeRecoverySpecification
  readonly ReadOnDemandThroughputSettings?: ReadLimit
  readonly GlobalSecondaryIndexes?: readonly ReadIndex[]
  readonly Tags?: Tag[]
}
interface WriteIndex {
  readonly IndexName: string
  readonly WriteOnDemandThroughputSettings?: WriteLimit
}
interface ReadIndex {
  readonly IndexName: string
  readonly ReadOnDemandThroughputSettings?: ReadLimit
}
interface WriteLimit {
  readonly MaxWriteRequestUnits: number
}
interface ReadLimit {
  readonly MaxReadRequestUnits: number
}

type Update = Omit<UpdateTableCommandInput, 'TableName'>

/**
 * Switches on what the template has and DynamoDB did not restore: deletion protection, stream, limits of the
 * throughput, time to live, point-in-time recovery and tags. Leaves alone what is on already.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_RestoreTableToPointInTime.html
 */
export async function applySettings(
  client: DynamoDBClient,
  TableName: string,
  properties: Properties,
  pollMs: number,
): Promise<void> {
  const settings = properties as unknown as Settings
  const table = await waitUntilActive(client, TableName, pollMs)
  // DynamoDB accepts one change at a time.
  for (const update of missingUpdates(table, settings)) {
    await client.send(new UpdateTableCommand({ TableName, ...update }))
    await waitUntilActive(client, TableName, pollMs)
  }
  const [{ PointInTimeRecoverySpecification, Tags = [] }] = settings.Replicas
  await expireItems(client, TableName, settings.TimeToLiveSpecification)
  await backUp(client, TableName, PointInTimeRecoverySpecification)
  if (Tags.length === 0) return
  await client.send(new TagResourceCommand({ ResourceArn: table.TableArn, Tags }))
}

/** The updates of the table that are still to be made. */
function missingUpdates(table: TableDescription, settings: Settings): Update[] {
  const [replica] = settings.Replicas
  const updates: Update[] = []
  if (replica.DeletionProtectionEnabled && !table.DeletionProtectionEnabled) {
    updates.push({ DeletionProtectionEnabled: true })
  }
  const { StreamSpecification: stream } = settings
  if (stream && !table.StreamSpecification?.StreamEnabled) {
    updates.push({ StreamSpecification: { StreamEnabled: true, ...stream } })
  }
  const limits = toLimits(settings, replica)
  if (limits && !isDeepStrictEqual({ ...table.OnDemandThroughput }, limits)) {
    updates.push({ OnDemandThroughput: limits })
  }
  return [...updates, ...missingIndexUpdates(table, settings)]
}

function missingIndexUpdates(table: TableDescription, settings: Settings): Update[] {
  const { GlobalSecondaryIndexes: written = [], Replicas } = settings
  return written.flatMap((index) => {
    const { IndexName } = index
    const read = Replicas[0].GlobalSecondaryIndexes?.find((one) => one.IndexName === IndexName)
    const limits = toLimits(index, read ?? {})
    const current = table.GlobalSecondaryIndexes?.find((one) => one.IndexName === IndexName)
    if (!limits || isDeepStrictEqual({ ...current?.OnDemandThroughput }, limits)) return []
    const Update = { IndexName, OnDemandThroughput: limits }
    return [{ GlobalSecondaryIndexUpdates: [{ Update }] }]
  })
}

function toLimits(
  { WriteOnDemandThroughputSettings: writes }: Pick<Settings, 'WriteOnDemandThroughputSettings'>,
  { ReadOnDemandThroughputSettings: reads }: Pick<Replica, 'ReadOnDemandThroughputSettings'>,
) {
  return writes || reads ? { ...reads, ...writes } : undefined
}

async function expireItems(
  client: DynamoDBClient,
  TableName: string,
  wanted: TimeToLiveSpecification | undefined,
): Promise<void> {
  if (!wanted?.Enabled) return
  const { TimeToLiveDescription } = await client.send(new DescribeTimeToLiveCommand({ TableName }))
  if (TimeToLiveDescription?.TimeToLiveStatus?.startsWith('ENABL')) return
  await client.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification: wanted }))
}

async function backUp(
  client: DynamoDBClient,
  TableName: string,
  wanted: PointInTimeRecoverySpecification | undefined,
): Promise<void> {
  if (!wanted?.PointInTimeRecoveryEnabled) return
  // A table that has just been restored may refuse it for a while.
  await retry({ attempts: 10, pauseMs: 2_000, maxPauseMs: 60_000 }, async () => {
    try {
      const { ContinuousBackupsDescription: backups } = await client.send(
        new DescribeContinuousBackupsCommand({ TableName }),
      )
      const { PointInTimeRecoveryStatus } = backups?.PointInTimeRecoveryDescription ?? {}
      if (PointInTimeRecoveryStatus === 'ENABLED') return
      await client.send(
        new UpdateContinuousBackupsCommand({
          TableName,
          PointInTimeRecoverySpecification: wanted,
        }),
      )
    } catch (error) {
      const isEarly = error instanceof ContinuousBackupsUnavailableException
      throw isEarly ? new TryAgainError(error) : error
    }
  })
}
