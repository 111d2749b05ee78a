import { DynamoDB } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import type { Principal } from '../../../../../infra/local/endpoint/access.ts'
import {
  type CallReport,
  startAwsEndpoint,
} from '../../../../../infra/local/endpoint/aws-endpoint.ts'
import type { PolicyDocument } from '../../../../../infra/local/policies/policy.ts'
import { dynamoDbApi } from '../../../../../infra/local/services/dynamodb/api.ts'
import { startDynamoDbLocal } from '../../../../../infra/local/services/dynamodb/dynamodb-local.ts'
import { account, host, region } from '../../endpoint/endpoint-fixture.ts'

async function createTable(operator: DynamoDB, name: string): Promise<void> {
  await operator.createTable({
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    AttributeDefinitions: ['id', 'phone'].map((AttributeName) => ({
      AttributeName,
      AttributeType: 'S',
    })),
    GlobalSecondaryIndexes: [
      {
        IndexName: 'by-phone',
        KeySchema: [{ AttributeName: 'phone', KeyType: 'HASH' }],
        Projection: { ProjectionType: 'ALL' },
      },
    ],
  })
}

async function startEndpointBefore(emulator: Emulator, reports: CallReport[]) {
  return await startAwsEndpoint({
    host,
    port: 0,
    account,
    region,
    principals: new Map<string, Principal>([
      ['OPERATOR', { kind: 'operator' }],
      ['GETUSER', { kind: 'function', functionName: 'get-user', policies: [] }],
    ]),
    apis: [dynamoDbApi(emulator)],
    onCall: (report) => reports.push(report),
  })
}

/** Returns a policy for one grant `Action resource`. */
function policyOf(grant: string): PolicyDocument {
  const [action, resource = ''] = grant.split(' ')
  return {
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Action: `dynamodb:${action}`, Resource: resource },
  }
}

type Emulator = Awaited<ReturnType<typeof startDynamoDbLocal>>

async function setUp(emulator: Emulator) {
  const reports: CallReport[] = []
  const endpoint = await startEndpointBefore(emulator, reports)
  const clientOf = (accessKeyId: string, clientRegion = region) =>
    new DynamoDB({
      endpoint: endpoint.url,
      region: clientRegion,
      credentials: { accessKeyId, secretAccessKey: 'x' },
    })
  const operator = clientOf('OPERATOR')
  await createTable(operator, 'Users')
  await createTable(operator, 'Orders')
  return {
    reports,
    clientOf,
    operator,
    /** The client of the one function. */
    client: DynamoDBDocumentClient.from(clientOf('GETUSER')),
    replacePolicies: endpoint.replacePolicies,
    /** Replaces the function's grants, each `Action resource`. */
    grant: (...grants: string[]) => endpoint.replacePolicies('get-user', grants.map(policyOf)),
    stop: async () => {
      await endpoint.close()
      await emulator.stop()
    },
  }
}

/** Starts DynamoDB Local with the tables Users and Orders behind an endpoint, with clients. */
export async function startDynamoDb() {
  const emulator = await startDynamoDbLocal()
  try {
    return await setUp(emulator)
  } catch (error) {
    // Stopped here, because the test runner ends its worker without an exit event.
    await emulator.stop()
    throw error
  }
}
