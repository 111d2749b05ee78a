import { expect, test } from 'vitest'
import { createAwsClient } from '../../../../../infra/local/endpoint/aws-client.ts'
import {
  createTables,
  OutdatedTableError,
} from '../../../../../infra/local/services/dynamodb/create-tables.ts'
import type { Resource } from '../../../../../infra/local/template/template.ts'
import { stack } from '../../../../support/stack.ts'

const region = 'ap-south-1'
const byYear = {
  IndexName: 'byYear',
  KeySchema: [{ AttributeName: 'year', KeyType: 'HASH' }],
  Projection: { ProjectionType: 'ALL' },
}

/** Returns a table of a template. */
function table(name: string, properties: Record<string, unknown> = {}): Resource {
  return {
    logicalId: name,
    name,
    type: 'AWS::DynamoDB::GlobalTable',
    ref: name,
    arn: `arn:aws:dynamodb:ap-south-1:000000000000:table/${name}`,
    properties: {
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'year', AttributeType: 'N' },
      ],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
      GlobalSecondaryIndexes: [byYear],
      StreamSpecification: { StreamViewType: 'KEYS_ONLY' },
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
      ...properties,
    },
  }
}

const call = createAwsClient({ endpointUrl: stack.awsEndpointUrl, region, accessKeyId: 'local' })

function create(resource: Resource) {
  return createTables([resource], call, region)
}

test('keeps a table of the same shape, and returns its stream again', async () => {
  const first = await create(table('KeptTable'))
  expect(await create(table('KeptTable'))).toEqual(first)
  expect(first.get('KeptTable')).toContain(':ap-south-1:')
})

test('adds the TTL of the template to a kept table', async () => {
  await create(table('TtlTable', { TimeToLiveSpecification: undefined }))
  await create(table('TtlTable'))
  await create(table('TtlTable'))
  const described = await call('DynamoDB_20120810.DescribeTimeToLive', { TableName: 'TtlTable' })
  expect(described).toMatchObject({
    TimeToLiveDescription: { TimeToLiveStatus: 'ENABLED', AttributeName: 'expiresAt' },
  })
})

test.each([
  ['one more index', { GlobalSecondaryIndexes: [byYear, { ...byYear, IndexName: 'another' }] }],
  [
    'one index less',
    {
      GlobalSecondaryIndexes: undefined,
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    },
  ],
  ['another stream', { StreamSpecification: { StreamViewType: 'NEW_IMAGE' } }],
  [
    'another projection',
    { GlobalSecondaryIndexes: [{ ...byYear, Projection: { ProjectionType: 'KEYS_ONLY' } }] },
  ],
])('refuses a kept table when the template has %s, and says what to do', async (_, changed) => {
  await create(table('OutdatedTable'))
  const again = create(table('OutdatedTable', changed))
  await expect(again).rejects.toThrow(OutdatedTableError)
  await expect(again).rejects.toThrow(/OutdatedTable .*Delete the local data/)
})

test('creates a table with provisioned capacity, which is not limited locally', async () => {
  const ProvisionedThroughput = { ReadCapacityUnits: 1, WriteCapacityUnits: 1 }
  const GlobalSecondaryIndexes = [{ ...byYear, ProvisionedThroughput }]
  const properties = { BillingMode: undefined, ProvisionedThroughput, GlobalSecondaryIndexes }
  const streamArns = await create(table('ProvisionedTable', properties))
  expect([...streamArns.keys()]).toEqual(['ProvisionedTable'])
})
