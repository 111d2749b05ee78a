import { Match, type Template } from 'aws-cdk-lib/assertions'
import { beforeAll, describe, expect, test } from 'vitest'
import { type LoadedRoute, loadFunctions } from '../../../infra/functions/load-functions.ts'
import { deleteAccountPage } from '../../../infra/pages/delete-account/delete-account-page.ts'
import { docsPage } from '../../../infra/pages/docs/docs-page.ts'
import { openApiPage } from '../../../infra/pages/openapi/openapi-page.ts'
import { createApp } from '../../../infra/stack/create-app.ts'
import {
  type Resource,
  resourceVariables,
  SERVICE_VARIABLE,
  settingVariables,
} from '../../../shared/config.ts'
import { templateOf } from '../../support/synthesize-stage.ts'

const { routes, workers } = await loadFunctions()
const templates: Record<string, Template> = {}

beforeAll(async () => {
  for (const stage of ['dev', 'prod']) templates[stage] = await templateOf(stage)
})

/** The Lambda function of a route, found by its description, and its role. */
function lambdaOf({ routeKey }: LoadedRoute) {
  const found = templates.dev?.findResources('AWS::Lambda::Function', {
    Properties: { Description: Match.stringLikeRegexp(`^${routeKey.replace(/[$/]/g, '\\$&')}: `) },
  })
  const [[logicalId, { Properties }] = ['', {}]] = Object.entries(found ?? {})
  const roles = templates.dev?.findResources('AWS::IAM::Role') ?? {}
  const role = roles[Properties.Role['Fn::GetAtt'][0]]?.Properties
  return { logicalId, properties: Properties, role }
}

const resourceIds: Record<Resource, string> = {
  usersTable: 'UsersTable',
  otpsTable: 'OtpsTable',
  mcqStatsTable: 'McqDailyStatsTable',
  reportsTable: 'ReportsTable',
  picturesBucket: 'PicturesBucket',
  attemptsDeadLetters: 'FailedMcqAttempts',
  recoveries: 'WorkersRecoveries',
}

/** The resources in the policy of an entry of `uses`. */
function resourceOf(used: string) {
  if (used === 'sms') return { NotResource: 'arn:*:sns:*:*:*' }
  const [name = '', part] = used.split('/')
  const id = expect.stringContaining(resourceIds[name as Resource])
  const arn = { 'Fn::GetAtt': [id, 'Arn'] }
  if (!part) return { Resource: arn }
  return { Resource: { 'Fn::Join': ['', [arn, part === 'index' ? '/index/*' : '/*']] } }
}

describe.each(routes)('$routeKey', (loaded) => {
  test('is a route to its own Lambda function, which the API may call', () => {
    const { logicalId } = lambdaOf(loaded)
    const found = templates.dev?.findResources('AWS::ApiGatewayV2::Route', {
      Properties: { RouteKey: loaded.routeKey },
    })
    const [route] = Object.values(found ?? {})
    const [, parts] = route?.Properties.Target['Fn::Join'] ?? []
    const integrations = templates.dev?.findResources('AWS::ApiGatewayV2::Integration') ?? {}
    const integration = integrations[parts[1].Ref]?.Properties
    expect(integration).toMatchObject({
      IntegrationUri: { 'Fn::GetAtt': [logicalId, 'Arn'] },
      PayloadFormatVersion: '2.0',
    })
    templates.dev?.hasResourceProperties('AWS::Lambda::Permission', {
      FunctionName: { 'Fn::GetAtt': [logicalId, 'Arn'] },
      Principal: 'apigateway.amazonaws.com',
    })
  })

  test('is allowed what its contract says on each table, to write its own log and its traces', () => {
    const { role } = lambdaOf(loaded)
    expect(role.ManagedPolicyArns).toBeUndefined()
    const statements = role.Policies.map(({ PolicyDocument, PolicyName }: never) => {
      const { Statement } = PolicyDocument as { Statement: Record<string, unknown>[] }
      expect(Statement).toHaveLength(1)
      return [PolicyName, Statement[0]]
    })
    const expected = Object.entries(loaded.contract.uses).map(([used, actions]) => [
      used.replace('/', '-'),
      {
        Effect: 'Allow',
        Action: actions.length === 1 ? actions[0] : [...actions].sort(),
        ...resourceOf(used),
      },
    ])
    const logs = {
      Effect: 'Allow',
      Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: { 'Fn::GetAtt': [expect.stringMatching(/Logs/), 'Arn'] },
    }
    const tracing = {
      Effect: 'Allow',
      Action: ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'],
      Resource: '*',
    }
    expect(statements).toEqual([['logs', logs], ['tracing', tracing], ...expected])
  })

  test('has the tables and settings of its contract in its environment, and nothing else', () => {
    const { properties } = lambdaOf(loaded)
    const used = Object.keys(loaded.contract.uses)
      .filter((name) => name !== 'sms')
      .map((name) => resourceVariables[name.split('/')[0] as Resource])
    const names = [
      SERVICE_VARIABLE,
      ...new Set(used),
      ...(loaded.contract.settings ?? []).map((setting) => settingVariables[setting]),
      ...(loaded.routeKey === '$default' ? ['ROUTES'] : []),
      ...(loaded.contract.nativePackages ? ['MALLOC_ARENA_MAX'] : []),
    ]
    expect(Object.keys(properties.Environment?.Variables ?? {}).sort()).toEqual(names.sort())
  })

  test('runs on Node 24 and arm64, and times out before API Gateway does', () => {
    const { properties } = lambdaOf(loaded)
    expect(properties).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
    })
    expect(properties.Timeout).toBeLessThanOrEqual(29)
  })
})

describe('the stack', () => {
  test.each([
    ['prod', [deleteAccountPage]],
    ['dev', [deleteAccountPage, docsPage, openApiPage]],
  ] as const)('%s has no function, route or table beside those and its pages', (stage, pages) => {
    const template = templates[stage]
    const ofPages = pages.flatMap(({ paths }) =>
      paths.flatMap((path) => [`GET ${path}`, `HEAD ${path}`]),
    )
    const functions = routes.length + workers.length + pages.length
    template?.resourceCountIs('AWS::Lambda::Function', functions)
    template?.resourceCountIs('AWS::ApiGatewayV2::Route', routes.length + ofPages.length)
    template?.resourceCountIs('AWS::DynamoDB::GlobalTable', 4)
    for (const RouteKey of ofPages) {
      template?.hasResourceProperties('AWS::ApiGatewayV2::Route', { RouteKey })
    }
  })

  test.each([deleteAccountPage, docsPage, openApiPage])(
    'lets the function of page $id only log and trace',
    (page) => {
      const Description = `GET ${page.paths[0]}: ${page.contract.summary}`
      const found = templates.dev?.findResources('AWS::Lambda::Function', {
        Properties: { Description },
      })
      const [{ Properties }] = Object.values(found ?? {}) as [
        { Properties: { Role: { 'Fn::GetAtt': [string, string] } } },
      ]
      const roles = templates.dev?.findResources('AWS::IAM::Role') ?? {}
      const { Policies } = roles[Properties.Role['Fn::GetAtt'][0]]?.Properties ?? {}
      const names = Policies.map(({ PolicyName }: { PolicyName: string }) => PolicyName)
      expect(names).toEqual(['logs', 'tracing'])
    },
  )

  test('bills tables per request', () => {
    templates.dev?.allResourcesProperties('AWS::DynamoDB::GlobalTable', {
      BillingMode: 'PAY_PER_REQUEST',
    })
  })

  test('expires items of the tables of users, OTPs and MCQ stats, and not of reports', () => {
    const expiring = templates.dev?.findResources('AWS::DynamoDB::GlobalTable', {
      Properties: { TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true } },
    })
    const names = Object.keys(expiring ?? {}).map((id) => id.replace(/^Tables|Table.{8}$/g, ''))
    expect(names.sort()).toEqual(['McqDailyStats', 'Otps', 'Users'])
    const withTtl = templates.dev?.findResources('AWS::DynamoDB::GlobalTable', {
      Properties: { TimeToLiveSpecification: Match.anyValue() },
    })
    expect(Object.keys(withTtl ?? {})).toHaveLength(3)
  })

  test('retains and protects the data of prod, and not that of dev', () => {
    templates.prod?.allResources('AWS::DynamoDB::GlobalTable', {
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
    })
    templates.dev?.allResources('AWS::DynamoDB::GlobalTable', { DeletionPolicy: 'Delete' })
    const replica = (on: boolean) => ({
      Replicas: [
        Match.objectLike({
          DeletionProtectionEnabled: on,
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: on },
        }),
      ],
    })
    templates.prod?.allResourcesProperties('AWS::DynamoDB::GlobalTable', replica(true))
    templates.dev?.allResourcesProperties('AWS::DynamoDB::GlobalTable', replica(false))
  })

  test('has the outputs by which its resources are found', () => {
    const outputs = Object.keys(templates.dev?.toJSON().Outputs)
    expect(outputs).toEqual([
      'Stage',
      'Account',
      'Region',
      'ApiUrl',
      'UsersTableName',
      'McqDailyStatsTableName',
      'OtpsTableName',
      'ReportsTableName',
      'PicturesBucketName',
      'PicturesUrl',
      'McqAttemptsQueueUrl',
      'FailedMcqAttemptsQueueUrl',
      'RecoveriesQueueUrl',
      'AuditLogGroupName',
      'SmsDeliveryRoleArn',
    ])
  })

  test('refuses an unknown stage', async () => {
    await expect(createApp({ context: { stage: 'prd' } })).rejects.toThrow(
      'There is no stage "prd". Use one of: local, dev, prod',
    )
  })
})
