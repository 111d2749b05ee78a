import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  type KeySchemaElement,
  type Projection,
  ResourceInUseException,
  type TableDescription,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb'
import type { Resource } from './resolve-template.ts'

/** A table that is kept here is not the template's any more, e.g. after a pull that added an index. */
export class OutdatedTableError extends Error {
  constructor(table: string) {
    super(
      `The keys, indexes or stream of the kept table ${table} are not those of the template. ` +
        'Run `npm run reset`: it forgets the local data, and the next start makes the tables anew.',
    )
  }
}

/**
 * Creates the template's tables, with their indexes, streams and TTL; those that exist stay.
 * Answers the ARNs of their streams, by the tables' names.
 * @throws OutdatedTableError when one that exists is of another shape.
 */
export async function createTables(
  resources: readonly Resource[],
  endpoint: string,
  region: string,
): Promise<Map<string, string>> {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' }
  // The engine's first answers take long on a busy machine.
  const client = new DynamoDBClient({ endpoint, region, credentials, maxAttempts: 10 })
  const tables = resources.filter(({ type }) => type === 'AWS::DynamoDB::GlobalTable')
  const streamArns = new Map<string, string>()
  await Promise.all(
    tables.map(async (table) => {
      const { LatestStreamArn } = await createTable(client, table)
      // The engine says `ddblocal` where AWS says the region.
      if (LatestStreamArn) streamArns.set(table.name, withRegion(LatestStreamArn, region))
    }),
  )
  client.destroy()
  return streamArns
}

async function createTable(
  client: DynamoDBClient,
  { name, properties }: Resource,
): Promise<TableDescription> {
  try {
    const { TableDescription = {} } = await client.send(
      new CreateTableCommand({
        TableName: name,
        AttributeDefinitions: properties.AttributeDefinitions,
        KeySchema: properties.KeySchema,
        BillingMode: properties.BillingMode,
        GlobalSecondaryIndexes: properties.GlobalSecondaryIndexes,
        LocalSecondaryIndexes: properties.LocalSecondaryIndexes,
        StreamSpecification: properties.StreamSpecification && {
          StreamEnabled: true,
          ...properties.StreamSpecification,
        },
      }),
    )
    const { TimeToLiveSpecification } = properties
    if (TimeToLiveSpecification) {
      await client.send(new UpdateTimeToLiveCommand({ TableName: name, TimeToLiveSpecification }))
    }
    return TableDescription
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error
    const { Table = {} } = await client.send(new DescribeTableCommand({ TableName: name }))
    if (shapeOf(Table) !== shapeOf(properties)) throw new OutdatedTableError(name)
    return Table
  }
}

interface Keyed {
  IndexName?: string
  KeySchema?: KeySchemaElement[]
  Projection?: Projection
}

type Shaped = Pick<
  TableDescription,
  'AttributeDefinitions' | 'KeySchema' | 'StreamSpecification'
> & {
  GlobalSecondaryIndexes?: Keyed[]
  LocalSecondaryIndexes?: Keyed[]
}

/** What a table cannot change while it is kept, in one spelling for the template and for the engine. */
function shapeOf(table: Shaped): string {
  const attributes = table.AttributeDefinitions ?? []
  const indexes = (of: Keyed[] = []) =>
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

function keysOf({ KeySchema = [] }: Keyed): string {
  return KeySchema.map(({ AttributeName, KeyType }) => `${KeyType} ${AttributeName}`).join()
}

function withRegion(arn: string, region: string): string {
  return arn.split(':').with(3, region).join(':')
}
