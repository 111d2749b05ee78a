import { AwsCallFailedError, type AwsClient } from '../../endpoint/aws-client.ts'
import type { Resource } from '../../template/template.ts'

/** A table from an earlier start of the stack differs from the template in its keys, indexes or stream. */
export class OutdatedTableError extends Error {
  override readonly name = 'OutdatedTableError'

  constructor(table: string) {
    super(
      `The keys, indexes or stream of the existing table ${table} differ from the template. ` +
        'Delete the local data; the next start then creates the tables again.',
    )
  }
}

interface Index {
  IndexName?: string
  KeySchema?: { AttributeName?: string; KeyType?: string }[]
  Projection?: { ProjectionType?: string }
}

/** The properties that the template and DynamoDB describe in the same way. */
interface Table extends Pick<Index, 'KeySchema'> {
  AttributeDefinitions?: { AttributeName?: string; AttributeType?: string }[]
  GlobalSecondaryIndexes?: Index[]
  LocalSecondaryIndexes?: Index[]
  StreamSpecification?: { StreamViewType?: string }
}

interface CreatedTable extends Table {
  LatestStreamArn?: string
}

const API = 'DynamoDB_20120810'

/**
 * Creates the tables of the template with their indexes, streams and TTL. Existing tables are kept, and get TTL if
 * they do not have it yet.
 * Returns the ARNs of the streams by table name.
 * @throws OutdatedTableError when an existing table has other keys, indexes or another stream.
 */
export async function createTables(
  tables: readonly Resource[],
  call: AwsClient,
  region: string,
): Promise<Map<string, string>> {
  const streamArns = new Map<string, string>()
  await Promise.all(
    tables.map(async (table) => {
      const { LatestStreamArn } = await createTable(call, table)
      await enableTtl(call, table)
      // DynamoDB Local's ARN has `ddblocal` in place of the region.
      if (LatestStreamArn) streamArns.set(table.name, withRegion(LatestStreamArn, region))
    }),
  )
  return streamArns
}

async function createTable(call: AwsClient, { name, properties }: Resource): Promise<CreatedTable> {
  try {
    const { TableDescription } = await call<{ TableDescription: CreatedTable }>(
      `${API}.CreateTable`,
      {
        TableName: name,
        AttributeDefinitions: properties.AttributeDefinitions,
        KeySchema: properties.KeySchema,
        // Capacity is not limited locally.
        BillingMode: 'PAY_PER_REQUEST',
        GlobalSecondaryIndexes: properties.GlobalSecondaryIndexes?.map(withoutCapacity),
        LocalSecondaryIndexes: properties.LocalSecondaryIndexes,
        StreamSpecification: properties.StreamSpecification && {
          StreamEnabled: true,
          ...properties.StreamSpecification,
        },
      },
    )
    return TableDescription
  } catch (error) {
    const exists = error instanceof AwsCallFailedError && error.code === 'ResourceInUseException'
    if (!exists) throw error
    const described = await call<{ Table: CreatedTable }>(`${API}.DescribeTable`, {
      TableName: name,
    })
    if (shapeOf(described.Table) !== shapeOf(properties)) throw new OutdatedTableError(name)
    return described.Table
  }
}

/** Enables the TTL of a table whose template has it. DynamoDB refuses to enable it twice. */
async function enableTtl(call: AwsClient, { name: TableName, properties }: Resource) {
  const { TimeToLiveSpecification } = properties
  if (!TimeToLiveSpecification) return
  const { TimeToLiveDescription } = await call<{
    TimeToLiveDescription: { TimeToLiveStatus: string }
  }>(`${API}.DescribeTimeToLive`, { TableName })
  if (TimeToLiveDescription.TimeToLiveStatus !== 'DISABLED') return
  await call(`${API}.UpdateTimeToLive`, { TableName, TimeToLiveSpecification })
}

function withoutCapacity({ IndexName, KeySchema, Projection }: Index): Index {
  return { IndexName, KeySchema, Projection }
}

/** Returns the properties that an existing table cannot change, as text to compare. */
function shapeOf(table: Table): string {
  const attributes = table.AttributeDefinitions ?? []
  const indexes = (of: Index[] = []) =>
    of
      .map((index) => `${index.IndexName} ${keysOf(index)} ${index.Projection?.ProjectionType}`)
      .sort()
  return JSON.stringify([
    attributes
      .map(({ AttributeName, AttributeType }) => `${AttributeName} ${AttributeType}`)
      .sort(),
    keysOf(table),
    indexes(table.GlobalSecondaryIndexes),
    indexes(table.LocalSecondaryIndexes),
    table.StreamSpecification?.StreamViewType ?? null,
  ])
}

function keysOf({ KeySchema = [] }: Pick<Index, 'KeySchema'>): string {
  return KeySchema.map(({ AttributeName, KeyType }) => `${KeyType} ${AttributeName}`).join()
}

function withRegion(arn: string, region: string): string {
  return arn.split(':').with(3, region).join(':')
}
