import { Match } from 'aws-cdk-lib/assertions'
import { expect, test } from 'vitest'
import { stageNamed } from '../../../infra/stages/stages.ts'
import { onlyResource, synthesizeStage } from '../../support/synthesize-stage.ts'

const { template: prod } = await synthesizeStage('prod')
const { template: dev } = await synthesizeStage('dev')

test('routes are throttled, and those that hash passwords or send SMS more strictly', () => {
  const { throttle } = stageNamed('prod')
  const { properties } = onlyResource(prod, 'AWS::ApiGatewayV2::Stage')
  expect(properties.DefaultRouteSettings).toEqual({
    ThrottlingRateLimit: throttle.default.ratePerSecond,
    ThrottlingBurstLimit: throttle.default.burst,
  })
  const sensitive = ['login', 'register', 'forgot-password', 'reset-password']
  for (const path of [...sensitive.map((name) => `/auth/${name}`), '/users/send-phone-otp']) {
    const settings = properties.RouteSettings[`POST ${path}`]
    const { ratePerSecond, burst } = throttle.routes[`POST ${path}`] ?? throttle.default
    expect(settings).toEqual({ ThrottlingRateLimit: ratePerSecond, ThrottlingBurstLimit: burst })
    expect(settings.ThrottlingRateLimit).toBeLessThan(throttle.default.ratePerSecond)
    expect(settings.ThrottlingBurstLimit).toBeLessThan(throttle.default.burst)
  }
  expect(Object.keys(properties.RouteSettings)).toContain('POST /users/verify-phone-otp')
})

test('a route is created before it is throttled, as API Gateway requires', () => {
  const [stage] = Object.values(prod.findResources('AWS::ApiGatewayV2::Stage'))
  for (const routeKey of Object.keys(stage?.Properties.RouteSettings)) {
    const [logicalId] = Object.keys(
      prod.findResources('AWS::ApiGatewayV2::Route', { Properties: { RouteKey: routeKey } }),
    )
    expect(stage?.DependsOn).toContain(logicalId)
  }
})

test('tables and their indexes have the throughput limits of the stage', () => {
  const { reads = 0, writes = 0 } = stageNamed('prod').tableThroughput ?? {}
  const read = { ReadOnDemandThroughputSettings: { MaxReadRequestUnits: reads } }
  const write = { WriteOnDemandThroughputSettings: { MaxWriteRequestUnits: writes } }
  for (const { Properties } of Object.values(prod.findResources('AWS::DynamoDB::GlobalTable'))) {
    expect(Properties).toMatchObject(write)
    expect(Properties.Replicas).toMatchObject([read])
    for (const index of Properties.GlobalSecondaryIndexes ?? []) expect(index).toMatchObject(write)
    for (const index of Properties.Replicas[0].GlobalSecondaryIndexes ?? []) {
      expect(index).toMatchObject(read)
    }
  }
})

test('the functions that send and verify OTPs have reserved concurrency', () => {
  for (const path of ['send-phone-otp', 'verify-phone-otp']) {
    prod.hasResourceProperties('AWS::Lambda::Function', {
      Description: Match.stringLikeRegexp(`^POST /users/${path}: `),
      ReservedConcurrentExecutions: 20,
    })
  }
  const reserved = { Properties: { ReservedConcurrentExecutions: Match.anyValue() } }
  expect(Object.keys(prod.findResources('AWS::Lambda::Function', reserved))).toHaveLength(2)
  expect(Object.keys(dev.findResources('AWS::Lambda::Function', reserved))).toHaveLength(0)
})
