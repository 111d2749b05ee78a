import { createAwsClient } from '../../endpoint/aws-client.ts'
import { arnOf, type ResourceType } from '../../template/resource-type.ts'
import type { Service } from '../service.ts'
import { dynamoDbApi } from './api.ts'
import { createTables } from './create-tables.ts'
import { ENGINE_REGION, startDynamoDbLocal } from './dynamodb-local.ts'

const table: ResourceType = {
  nameProperty: 'TableName',
  attributes: ({ name, place }) => ({
    Ref: name,
    Arn: arnOf('dynamodb', place, `table/${name}`),
    // Not known yet: a stream's ARN ends with the time of its creation.
    StreamArn: undefined,
  }),
}

/** DynamoDB: tables with their indexes, streams and TTL, in DynamoDB Local. */
export const dynamoDb: Service = {
  types: { 'AWS::DynamoDB::GlobalTable': table, 'AWS::DynamoDB::Table': table },
  start: async ({ dataFolder, cleanup }) => {
    const engine = await startDynamoDbLocal(dataFolder)
    cleanup.defer(() => engine.stop())
    return {
      api: dynamoDbApi(engine),
      create: async (tables, { region }) => {
        const { url: endpointUrl, accessKeyId } = engine
        const call = createAwsClient({ endpointUrl, region: ENGINE_REGION, accessKeyId })
        const streamArns = await createTables(tables, call, region)
        const attributes = tables.map(
          ({ logicalId, name }) => [logicalId, { StreamArn: streamArns.get(name) }] as const,
        )
        return { attributes: new Map(attributes) }
      },
    }
  },
}
