import { Match, type Template } from 'aws-cdk-lib/assertions'
import { beforeAll, expect, test } from 'vitest'
import { templateOf } from '../../../support/synthesize-stage.ts'

let template: Template

beforeAll(async () => {
  template = await templateOf('prod')
})

/** The format of a line. */
function line(): Record<string, string> {
  const [stage] = Object.values(template.findResources('AWS::ApiGatewayV2::Stage'))
  return JSON.parse(stage?.Properties.AccessLogSettings.Format)
}

test('has a line of JSON per request, retained as long as the stage configures', () => {
  expect(line()).toMatchObject({
    requestId: '$context.requestId',
    routeKey: '$context.routeKey',
    status: '$context.status',
    responseLatency: '$context.responseLatency',
    integrationLatency: '$context.integrationLatency',
    integrationErrorMessage: '$context.integrationErrorMessage',
  })
  template.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
    AccessLogSettings: {
      DestinationArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('AccessLog'), 'Arn'] },
    },
  })
  template.hasResourceProperties('AWS::Logs::LogGroup', {
    LogGroupName: {
      'Fn::Join': ['', ['/aws/vendedlogs/apis/user-api-prod-', Match.objectLike({})]],
    },
    RetentionInDays: 400,
  })
})

test('has a name that contains the id of the stack, so that a retained log blocks no later stack', () => {
  const [{ Properties }] = Object.values(
    template.findResources('AWS::Logs::LogGroup', {
      Properties: { LogGroupName: Match.anyValue() },
    }),
  ) as [{ Properties: { LogGroupName: unknown } }]
  const stackId = { 'Fn::Split': ['/', { Ref: 'AWS::StackId' }] }
  expect(Properties.LogGroupName).toMatchObject({
    'Fn::Join': ['', ['/aws/vendedlogs/apis/user-api-prod-', { 'Fn::Select': [2, stackId] }]],
  })
})

test('has no header, path, query or user agent, and the IP address as the only personal data', () => {
  const variables = Object.values(line())
  // Variables of API Gateway that are safe to log.
  const allowed =
    /^\$context\.(requestId|routeKey|status|responseLength|responseLatency|integration\w+|integration\.requestId|error\.message|identity\.sourceIp)$/
  for (const variable of variables) expect(variable).toMatch(allowed)
})
