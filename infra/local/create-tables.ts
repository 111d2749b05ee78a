import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ResourceInUseException,
  type TableDescription,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb'
import type { Resource } from './resolve-template.ts'

/**
 * Creates the template's tables, with their indexes, streams and TTL; those that exist stay.
 * Answers the ARNs of their streams, by the tables' names.
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
    return Table
  }
}

function withRegion(arn: string, region: string): string {
  return arn.split(':').with(3, region).join(':')
}
