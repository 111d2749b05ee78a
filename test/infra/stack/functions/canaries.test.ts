import { Template } from 'aws-cdk-lib/assertions'
import { expect, test } from 'vitest'
import { loadFunctions } from '../../../../infra/functions/load-functions.ts'
import { stageNamed } from '../../../../infra/stages/stages.ts'
import { appOf, onlyResource, synthesizeStage } from '../../../support/synthesize-stage.ts'

const { routes, workers } = await loadFunctions()
const { template: prod } = await synthesizeStage('prod')
const { template: dev } = await synthesizeStage('dev')
// And the page /delete-account.
const all = routes.length + workers.length + 1
const aliases = prod.findResources('AWS::Lambda::Alias')

/** The targets of everything that invokes functions. */
function invoked(): unknown[] {
  const properties = (type: string) => {
    return Object.values(prod.findResources(type)).map(({ Properties }) => Properties)
  }
  return [
    ...properties('AWS::ApiGatewayV2::Integration').map(({ IntegrationUri }) => IntegrationUri),
    ...properties('AWS::Lambda::EventSourceMapping').map(({ FunctionName }) => FunctionName),
    ...properties('AWS::Events::Rule').map(({ Targets }) => Targets[0].Arn),
    ...properties('AWS::Lambda::Permission').map(({ FunctionName }) => FunctionName),
  ]
}

function groupOf(logicalId: string) {
  return prod.findResources('AWS::CodeDeploy::DeploymentGroup')[logicalId]?.Properties
}

/** The alarm of the deployment group that an alias's update policy names. */
function alarmOf(policy: {
  CodeDeployLambdaAliasUpdate: { DeploymentGroupName: { Ref: string } }
}) {
  const group = groupOf(policy.CodeDeployLambdaAliasUpdate.DeploymentGroupName.Ref)
  const alarms = prod.findResources('AWS::CloudWatch::Alarm')
  return alarms[group?.AlarmConfiguration.Alarms[0].Name.Ref]?.Properties
}

/** The logical ids of a type that are in another template and not in that of prod. */
function changedIds(type: string, other: Template): string[] {
  const ids = Object.keys(prod.findResources(type))
  return Object.keys(other.findResources(type)).filter((id) => !ids.includes(id))
}

test('every function of a canary stage is invoked by its alias', () => {
  expect(Object.keys(aliases)).toHaveLength(all)
  for (const { Properties } of Object.values(aliases)) {
    expect(Properties.Name).toBe('live')
  }
  // An integration and a permission of each route, of which the page has a second, and workers.
  expect(invoked()).toHaveLength((routes.length + 1) * 2 + 1 + workers.length + 1)
  for (const one of invoked()) {
    const [, named = ''] = /"Ref":"(\w+)"/.exec(JSON.stringify(one)) ?? []
    expect(Object.keys(aliases), JSON.stringify(one)).toContain(named)
  }
})

test('a repair with -c canary=false moves all traffic at once, and replaces nothing', async () => {
  const app = await appOf('prod', {}, { canary: 'false' })
  const { template } = app.synth().getStackArtifact('UserApi')
  const repair = Template.fromJSON(template)
  const groups = Object.values(repair.findResources('AWS::CodeDeploy::DeploymentGroup'))
  expect(groups).toHaveLength(all)
  for (const { Properties } of groups) {
    expect(Properties.DeploymentConfigName).toBe('CodeDeployDefault.LambdaAllAtOnce')
  }
  expect(repair.findResources('AWS::Lambda::Alias')).toEqual(aliases)
})

test('versions are retained, except that of a deployment that fails, so that it can be repeated', () => {
  const versions = Object.values(prod.findResources('AWS::Lambda::Version'))
  expect(versions).toHaveLength(all)
  for (const { DeletionPolicy, UpdateReplacePolicy } of versions) {
    expect([DeletionPolicy, UpdateReplacePolicy]).toEqual(['RetainExceptOnCreate', 'Retain'])
  }
})

test('a new version gets 10 % of the calls for five minutes, and is rolled back if it fails', () => {
  const application = { Ref: onlyResource(prod, 'AWS::CodeDeploy::Application').logicalId }
  expect(Object.keys(prod.findResources('AWS::CodeDeploy::DeploymentGroup'))).toHaveLength(all)
  for (const { UpdatePolicy, DependsOn } of Object.values(aliases)) {
    const update = UpdatePolicy?.CodeDeployLambdaAliasUpdate
    expect(update.ApplicationName).toEqual(application)
    expect(groupOf(update.DeploymentGroupName.Ref)).toMatchObject({
      DeploymentConfigName: 'CodeDeployDefault.LambdaCanary10Percent5Minutes',
      AutoRollbackConfiguration: {
        Enabled: true,
        Events: expect.arrayContaining(['DEPLOYMENT_STOP_ON_ALARM', 'DEPLOYMENT_FAILURE']),
      },
    })
    // The group has the alarm of the new version before the alias moves.
    expect(DependsOn).toContain(update.DeploymentGroupName.Ref)
  }
})

test('at most eight canaries run at a time, and the deployment groups change one after another', () => {
  /** The resources of a type that wait for none of the same type. Each of the others waits for one, and none for the same. */
  const firstOf = (type: string) => {
    const resources = prod.findResources(type)
    const waits = Object.values(resources).map(({ DependsOn = [] }) =>
      [DependsOn].flat().filter((id) => id in resources),
    )
    const awaited = waits.flat()
    expect(Math.max(...waits.map(({ length }) => length))).toBe(1)
    expect(new Set(awaited).size).toBe(awaited.length)
    return all - awaited.length
  }
  expect(firstOf('AWS::Lambda::Alias')).toBe(8)
  expect(firstOf('AWS::CodeDeploy::DeploymentGroup')).toBe(1)
})

test('a version fails when 5 % of its own calls do, and at least three', () => {
  for (const { UpdatePolicy, Properties: alias } of Object.values(aliases)) {
    const alarm = alarmOf(UpdatePolicy)
    expect(alarm).toMatchObject({
      Threshold: 5,
      ComparisonOperator: 'GreaterThanThreshold',
      EvaluationPeriods: 1,
      TreatMissingData: 'notBreaching',
    })
    const [share, thrown, handled, calls] = alarm.Metrics
    const failures = 'SUM([thrown, handled])'
    expect(share).toMatchObject({
      Expression: `IF(${failures} >= 3, 100 * ${failures} / calls, 0)`,
      ReturnData: true,
    })
    const name = alias.FunctionName
    for (const [metric, MetricName] of [
      [thrown, 'Errors'],
      [calls, 'Invocations'],
    ]) {
      expect(metric.MetricStat).toMatchObject({ Period: 300, Stat: 'Sum' })
      expect(metric.MetricStat.Metric).toEqual({
        Namespace: 'AWS/Lambda',
        MetricName,
        Dimensions: [
          { Name: 'ExecutedVersion', Value: alias.FunctionVersion },
          { Name: 'FunctionName', Value: name },
          { Name: 'Resource', Value: { 'Fn::Join': ['', [name, ':live']] } },
        ],
      })
    }
    expect(handled.MetricStat).toMatchObject({ Period: 300, Stat: 'Sum' })
    expect(handled.MetricStat.Metric).toEqual({
      Namespace: 'UserApi',
      MetricName: 'Failures',
      Dimensions: [
        { Name: 'function_name', Value: name },
        { Name: 'function_version', Value: alias.FunctionVersion },
      ],
    })
  }
})

test('a changed function gets a new alarm, so that a failing one does not stop its repair', async () => {
  const { settings } = stageNamed('prod')
  const changed = await synthesizeStage('prod', { settings: { ...settings, otpSeconds: 240 } })
  const renewed = changedIds('AWS::CloudWatch::Alarm', changed.template)
  expect(renewed.length).toBeGreaterThan(0)
  expect(renewed.length).toBeLessThan(all)
  // The alarms of the functions that read the setting, each with its version. No alias or group changes.
  expect(changedIds('AWS::Lambda::Version', changed.template)).toHaveLength(renewed.length)
  for (const id of renewed) expect(id).toMatch(/LiveErrors/)
  expect(changedIds('AWS::CodeDeploy::DeploymentGroup', changed.template)).toEqual([])
  expect(changedIds('AWS::Lambda::Alias', changed.template)).toEqual([])
})

test('an all-at-once stage has no aliases and deployments', () => {
  for (const type of ['Lambda::Alias', 'Lambda::Version', 'CodeDeploy::DeploymentGroup']) {
    dev.resourceCountIs(`AWS::${type}`, 0)
  }
})
