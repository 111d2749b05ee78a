import { expect, test } from 'vitest'
import { stageNamed } from '../../../infra/stages/stages.ts'
import { synthesizeStage } from '../../support/synthesize-stage.ts'

// Another id means another, empty resource. Before you change this list, move the data.
const IDS = {
  'AWS::ApiGatewayV2::Api': ['ApiHttpApi4C294DC0'],
  'AWS::CloudFront::Distribution': ['EdgeDistribution0060737B'],
  'AWS::DynamoDB::GlobalTable': [
    'TablesMcqDailyStatsTable63FF68D5',
    'TablesOtpsTable351C3530',
    'TablesReportsTable5A80208F',
    'TablesUsersTable160FE13D',
  ],
  'AWS::S3::Bucket': ['PicturesBucket93B3B90B'],
  'AWS::SQS::Queue': [
    'WorkersFailedMcqAttempts8C4AC7B7',
    'WorkersFailedPurges0CA1AAAB',
    'WorkersFailedRecoveries14C386BF',
    'WorkersMcqAttemptsB23E1C02',
    'WorkersRecoveriesF792922C',
  ],
}
const SECRET = 'EdgeOriginSecretsVersion1B2CC990D'

test.each(['local', 'dev', 'prod'])('resources with data keep their ids in %s', async (name) => {
  const { template } = await synthesizeStage(name)
  for (const [type, ids] of Object.entries(IDS)) {
    expect(Object.keys(template.findResources(type)).sort(), type).toEqual(ids)
  }
  const secrets = Object.keys(template.findResources('AWS::SecretsManager::Secret'))
  expect(secrets).toEqual(stageNamed(name).edge ? [SECRET] : [])
})

test.each(['prod', 'dev'])(
  '%s retains its data and logs as configured when the stack is deleted',
  async (name) => {
    const { template } = await synthesizeStage(name)
    const policies = stageNamed(name).keepsData
      ? { DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' }
      : { DeletionPolicy: 'Delete', UpdateReplacePolicy: 'Delete' }
    const types = ['DynamoDB::GlobalTable', 'Logs::LogGroup', 'S3::Bucket', 'SQS::Queue']
    const found = types.flatMap((type) => Object.entries(template.findResources(`AWS::${type}`)))
    // The audit log is kept in every stage: test/infra/stack/storage/audit-log.test.ts.
    const others = found.filter(([logicalId]) => !logicalId.startsWith('AuditLog'))
    expect(others.length).toBeGreaterThan(20)
    for (const [, resource] of others) expect(resource).toMatchObject(policies)
  },
)
