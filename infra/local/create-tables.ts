import {
  CreateTableCommand,
  DynamoDBClient,
  ResourceInUseException,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb'
import type { Resource } from './resolve-template.ts'

/** Creates the template's tables, with their indexes, streams and TTL; those that exist stay. */
export async function createTables(
  resources: readonly Resource[],
  endpoint: string,
  region: string,
): Promise<void> {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' }
  // The engine's first answers take long on a busy machine.
  const client = new DynamoDBClient({ endpoint, region, credentials, maxAttempts: 10 })
  const tables = resources.filter(({ type }) => type === 'AWS::DynamoDB::GlobalTable')
  await Promise.all(tables.map((table) => createTable(client, table)))
  client.destroy()
}

async function createTable(client: DynamoDBClient, { name, properties }: Resource): Promise<void> {
  try {
    await client.send(
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
  } catch (error) {
    if (error instanceof ResourceInUseException) return
    throw error
  }
  const { TimeToLiveSpecification } = properties
  if (!TimeToLiveSpecification) return
  await client.send(new UpdateTimeToLiveCommand({ TableName: name, TimeToLiveSpecification }))
}
