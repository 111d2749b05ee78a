import type { Template } from 'aws-cdk-lib/assertions'
import { beforeAll, expect, test } from 'vitest'
import { EDGE_REGION } from '../../../../infra/stages/edge-region.ts'
import { stageNamed } from '../../../../infra/stages/stages.ts'
import { appOf, onlyResource, synthesizeStage } from '../../../support/synthesize-stage.ts'

const prod = stageNamed('prod')
let outside: Template
/** The output of the service's stack that a value of this template reads. */
let distributionId: unknown

beforeAll(async () => {
  const { template, outside: found } = await synthesizeStage('prod')
  if (!found) throw new Error('prod has no stack of alarms from outside')
  outside = found
  const { logicalId } = onlyResource(template, 'AWS::CloudFront::Distribution')
  distributionId = fromOutput(template, { Ref: logicalId })
})

function fromOutput(template: Template, value: unknown) {
  const outputs = Object.entries(template.toJSON().Outputs as Record<string, { Value: unknown }>)
  const [OutputName] =
    outputs.find(([, { Value }]) => JSON.stringify(Value) === JSON.stringify(value)) ?? []
  const Region = prod.region
  return { 'Fn::GetStackOutput': { StackName: 'user-api-prod', OutputName, Region } }
}

function alarm(section: string) {
  const found = Object.values(outside.findResources('AWS::CloudWatch::Alarm')).find(
    ({ Properties }) => Properties.AlarmName === `user-api-prod-outside-${section}`,
  )
  if (!found) throw new Error(`There is no alarm ${section}`)
  return found.Properties
}

test('the stack is in us-east-1, and deployed after the service', async () => {
  const assembly = (await appOf('prod')).synth()
  const stack = assembly.getStackArtifact('Outside')
  expect([stack.stackName, stack.environment.region]).toEqual([
    'user-api-prod-outside',
    EDGE_REGION,
  ])
  expect(stack.dependencies).toContain(assembly.getStackArtifact('UserApi'))
  expect((await synthesizeStage('dev')).outside).toBeUndefined()
})

test.each([
  ['edge-server-errors', '5xxErrorRate', prod.alarms?.serverErrorPercent],
  ['edge-client-errors', '4xxErrorRate', prod.alarms?.clientErrorPercent],
])('%s watches the share of responses, of at least 100', (section, MetricName, Threshold) => {
  const { Metrics, ...rest } = alarm(section)
  expect(rest).toMatchObject({ Threshold, TreatMissingData: 'notBreaching' })
  const [formula, share, requests] = Metrics
  expect(formula.Expression).toBe('IF(requests >= 100, share, 0)')
  const Dimensions = [
    { Name: 'DistributionId', Value: distributionId },
    { Name: 'Region', Value: 'Global' },
  ]
  const Namespace = 'AWS/CloudFront'
  expect(share.MetricStat).toMatchObject({
    Stat: 'Average',
    Metric: { Namespace, MetricName, Dimensions },
  })
  expect(requests.MetricStat).toMatchObject({
    Stat: 'Sum',
    Metric: { Namespace, MetricName: 'Requests', Dimensions },
  })
})

test('requests-blocked watches all rules of the web ACL, if it is this project’s', async () => {
  const { firewall } = await synthesizeStage('prod')
  const acl = onlyResource(firewall as Template, 'AWS::WAFv2::WebACL').properties
  expect(alarm('requests-blocked')).toMatchObject({
    Namespace: 'AWS/WAFV2',
    MetricName: 'BlockedRequests',
    Dimensions: [
      { Name: 'Rule', Value: 'ALL' },
      { Name: 'WebACL', Value: acl.VisibilityConfig.MetricName },
    ],
    Threshold: prod.alarms?.requestsBlocked,
    TreatMissingData: 'notBreaching',
  })
  const webAclArn = `arn:aws:wafv2:us-east-1:123456789012:global/webacl/other/${'0'.repeat(36)}`
  const edge = { originSecrets: [1], firewall: { webAclArn } } as const
  const { outside: other } = await synthesizeStage('prod', { edge })
  expect(JSON.stringify(other?.toJSON())).not.toContain('requests-blocked')
})

test('a health check calls GET /health through CloudFront, and its alarm takes silence as failure', () => {
  const { logicalId, properties } = onlyResource(outside, 'AWS::Route53::HealthCheck')
  expect(properties.HealthCheckConfig).toMatchObject({
    Type: 'HTTPS',
    EnableSNI: true,
    ResourcePath: '/health',
    RequestInterval: 30,
    FullyQualifiedDomainName: { 'Fn::GetStackOutput': { StackName: 'user-api-prod' } },
  })
  const { Metrics, ...rest } = alarm('unreachable')
  expect(rest).toMatchObject({ EvaluationPeriods: 3, TreatMissingData: 'breaching' })
  expect(Metrics[0].Expression).toBe('1 - healthy')
  expect(Metrics[1].MetricStat.Metric).toMatchObject({
    Namespace: 'AWS/Route53',
    MetricName: 'HealthCheckStatus',
    Dimensions: [{ Name: 'HealthCheckId', Value: { Ref: logicalId } }],
  })
})

test('a budget notifies the topic, which AWS Budgets may publish to', () => {
  const topic = { Ref: onlyResource(outside, 'AWS::SNS::Topic').logicalId }
  const { properties } = onlyResource(outside, 'AWS::Budgets::Budget')
  expect(properties.Budget).toMatchObject({
    BudgetType: 'COST',
    TimeUnit: 'MONTHLY',
    BudgetLimit: { Amount: prod.monthlyBudgetUsd, Unit: 'USD' },
  })
  // A change of the notifications replaces the budget: the new one could not be created beside one of the same name.
  expect(properties.Budget).not.toHaveProperty('BudgetName')
  for (const { Subscribers } of properties.NotificationsWithSubscribers) {
    expect(Subscribers).toEqual([{ SubscriptionType: 'SNS', Address: topic }])
  }
  const services = ['budgets.amazonaws.com', 'cloudwatch.amazonaws.com']
  const { PolicyDocument } = onlyResource(outside, 'AWS::SNS::TopicPolicy').properties
  const { KeyPolicy } = onlyResource(outside, 'AWS::KMS::Key').properties
  for (const { Statement } of [PolicyDocument, KeyPolicy]) {
    const principals = Statement.map(({ Principal }: { Principal: unknown }) => Principal)
    expect(principals).toContainEqual({ Service: services })
  }
})
