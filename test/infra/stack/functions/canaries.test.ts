import { expect, test } from 'vitest'
import { loadFunctions } from '../../../../infra/functions/load-functions.ts'
import { onlyResource, synthesizeStage } from '../../../support/synthesize-stage.ts'

const { routes, workers } = await loadFunctions()
const { template: prod } = await synthesizeStage('prod')
const { template: dev } = await synthesizeStage('dev')
const all = routes.length + workers.length
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

test('every function of a canary stage is invoked by its alias, and its versions are retained', () => {
  expect(Object.keys(aliases)).toHaveLength(all)
  for (const { Properties } of Object.values(aliases)) {
    const [version] = Properties.FunctionVersion['Fn::GetAtt']
    const versions = prod.findResources('AWS::Lambda::Version')
    expect(versions[version]?.DeletionPolicy).toBe('Retain')
    expect(Properties.Name).toBe('live')
  }
  expect(invoked()).toHaveLength(routes.length * 2 + workers.length + 1)
  for (const one of invoked()) {
    const [, named = ''] = /"Ref":"(\w+)"/.exec(JSON.stringify(one)) ?? []
    expect(Object.keys(aliases), JSON.stringify(one)).toContain(named)
  }
})

test('a new version gets 10 % of the calls for five minutes, and is rolled back if it fails', () => {
  const application = { Ref: onlyResource(prod, 'AWS::CodeDeploy::Application').logicalId }
  const groups = prod.findResources('AWS::CodeDeploy::DeploymentGroup')
  const alarms = prod.findResources('AWS::CloudWatch::Alarm')
  expect(Object.keys(groups)).toHaveLength(all)
  for (const { UpdatePolicy, Properties: alias } of Object.values(aliases)) {
    const update = UpdatePolicy?.CodeDeployLambdaAliasUpdate
    expect(update.ApplicationName).toEqual(application)
    const group = groups[update.DeploymentGroupName.Ref]?.Properties
    expect(group).toMatchObject({
      DeploymentConfigName: 'CodeDeployDefault.LambdaCanary10Percent5Minutes',
      AutoRollbackConfiguration: {
        Enabled: true,
        Events: expect.arrayContaining(['DEPLOYMENT_STOP_ON_ALARM', 'DEPLOYMENT_FAILURE']),
      },
    })
    const alarm = alarms[group?.AlarmConfiguration.Alarms[0].Name.Ref]?.Properties
    expect(alarm).toMatchObject({ Threshold: 1, TreatMissingData: 'notBreaching' })
    const [sum, thrown, handled] = alarm.Metrics
    expect(sum).toMatchObject({ Expression: 'SUM([m0, m1])', ReturnData: true })
    const name = alias.FunctionName
    const executed = { Name: 'ExecutedVersion', Value: alias.FunctionVersion }
    expect(thrown.MetricStat).toMatchObject({ Period: 60, Stat: 'Sum' })
    expect(thrown.MetricStat.Metric).toMatchObject({
      Namespace: 'AWS/Lambda',
      MetricName: 'Errors',
    })
    expect(thrown.MetricStat.Metric.Dimensions).toEqual([
      executed,
      { Name: 'FunctionName', Value: name },
      { Name: 'Resource', Value: { 'Fn::Join': ['', [name, ':live']] } },
    ])
    expect(handled.MetricStat).toMatchObject({ Period: 60, Stat: 'Sum' })
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

test('an all-at-once stage has no aliases and deployments', () => {
  for (const type of ['Lambda::Alias', 'Lambda::Version', 'CodeDeploy::DeploymentGroup']) {
    dev.resourceCountIs(`AWS::${type}`, 0)
  }
})
