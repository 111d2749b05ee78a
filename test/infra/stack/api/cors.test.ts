import type { Template } from 'aws-cdk-lib/assertions'
import { expect, test } from 'vitest'
import { onlyResource, synthesizeStage } from '../../../support/synthesize-stage.ts'

test('pages of other origins may call the API only if the stage names them', async () => {
  const cors = (template: Template) => {
    return onlyResource(template, 'AWS::ApiGatewayV2::Api').properties.CorsConfiguration
  }
  expect(cors((await synthesizeStage('prod')).template)).toBeUndefined()
  const corsOrigins = ['https://portal.example.org']
  const corsHeaders = ['x-team']
  const { template } = await synthesizeStage('dev', { corsOrigins, corsHeaders })
  expect(cors(template)).toEqual({
    AllowOrigins: corsOrigins,
    AllowMethods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
    AllowHeaders: [
      ...['authorization', 'content-type', 'x-dev-time', 'traceparent', 'tracestate', 'baggage'],
      ...['sentry-trace', 'x-requested-with', 'x-team'],
    ],
    ExposeHeaders: expect.arrayContaining(['retry-after', 'x-request-id', 'allow']),
    MaxAge: 3600,
  })
})
