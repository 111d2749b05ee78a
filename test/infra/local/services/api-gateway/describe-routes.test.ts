import { describe, expect, test } from 'vitest'
import {
  describeCors,
  describeRoutes,
  describeThrottles,
  findApi,
} from '../../../../../infra/local/services/api-gateway/describe-routes.ts'

const arn = 'arn:aws:lambda:ap-south-1:000000000000:function:Fn'
const resource = (type: string, name: string, properties: object) => {
  return { logicalId: name, name, type: `AWS::${type}`, properties }
}
const route = (name: string, RouteKey: string) => {
  return resource('ApiGatewayV2::Route', name, { RouteKey, Target: 'integrations/I' })
}
const integration = (IntegrationUri: string) => {
  return resource('ApiGatewayV2::Integration', 'I', { IntegrationUri })
}
const permission = (FunctionName: string, Principal = 'apigateway.amazonaws.com') => {
  return resource('Lambda::Permission', 'P', { FunctionName, Principal })
}

describe('a route', () => {
  test.each([arn, `${arn}:live`])('leads to the function of %s', (uri) => {
    const resources = [route('R', 'GET /a'), integration(uri), permission(uri)]
    expect(describeRoutes(resources)).toEqual([
      { routeKey: 'GET /a', functionName: 'Fn', permitted: true },
    ])
  })

  test.each([permission(arn), permission(`${arn}:live`, 'events.amazonaws.com')])(
    'cannot invoke an alias by another permission',
    (other) => {
      const resources = [route('R', 'GET /a'), integration(`${arn}:live`), other]
      expect(describeRoutes(resources)[0]?.permitted).toBe(false)
    },
  )

  test('is refused without its integration', () => {
    expect(() => describeRoutes([route('R', 'GET /a')])).toThrow('R: its integration is not')
  })
})

describe('throttles', () => {
  const routes = [route('R', 'GET /a'), route('S', 'POST /b')]
  const stage = (properties: object) => resource('ApiGatewayV2::Stage', 'Stage', properties)
  const DefaultRouteSettings = { ThrottlingRateLimit: 5, ThrottlingBurstLimit: 10 }

  test('are the route’s own, else the default’s', () => {
    const RouteSettings = { 'POST /b': { ThrottlingRateLimit: 1, ThrottlingBurstLimit: 2 } }
    expect(describeThrottles([...routes, stage({ DefaultRouteSettings, RouteSettings })])).toEqual({
      'GET /a': { ratePerSecond: 5, burst: 10 },
      'POST /b': { ratePerSecond: 1, burst: 2 },
    })
  })

  test('may be 0, which refuses every request', () => {
    const RouteSettings = { 'POST /b': { ThrottlingRateLimit: 0, ThrottlingBurstLimit: 0 } }
    expect(describeThrottles([...routes, stage({ RouteSettings })])).toEqual({
      'POST /b': { ratePerSecond: 0, burst: 0 },
    })
  })

  test('are none when the stage has none', () => {
    expect(describeThrottles([...routes, stage({})])).toEqual({})
  })

  test('are refused for a missing route, as by API Gateway', () => {
    const RouteSettings = { 'GET /c': DefaultRouteSettings }
    expect(() => describeThrottles([...routes, stage({ RouteSettings })])).toThrow(
      'Unable to find Route by key GET /c',
    )
  })
})

test('CORS is that of the API, or none', () => {
  const CorsConfiguration = { AllowOrigins: ['https://a.test'] }
  expect(describeCors([resource('ApiGatewayV2::Api', 'A', { CorsConfiguration })])).toEqual(
    CorsConfiguration,
  )
  expect(describeCors([resource('ApiGatewayV2::Api', 'A', {})])).toBeUndefined()
})

describe('an API that cannot run locally is refused', () => {
  const api = (name: string, properties: object = {}) => {
    return resource('ApiGatewayV2::Api', name, { ProtocolType: 'HTTP', ...properties })
  }

  test.each([
    ['a second API', [api('A'), api('B')], 'Only one HTTP API runs locally'],
    ['WebSockets', [api('A', { ProtocolType: 'WEBSOCKET' })], 'A: WEBSOCKET does not run locally'],
    [
      'a named stage',
      [api('A'), resource('ApiGatewayV2::Stage', 'S', { StageName: 'v1' })],
      'S: only the stage $default runs locally',
    ],
  ])('for %s', (_, resources, message) => {
    expect(() => findApi(resources)).toThrow(message)
  })

  test('for a route with an authorizer, which would be open locally', () => {
    const { properties, ...rest } = route('R', 'GET /a')
    const withJwt = { ...rest, properties: { ...properties, AuthorizationType: 'JWT' } }
    expect(() => describeRoutes([withJwt, integration(arn)])).toThrow(
      'R: the authorization JWT is not supported locally',
    )
  })

  test('for an integration other than Lambda', () => {
    const resources = [route('R', 'GET /a'), integration('https://example.org')]
    expect(() => describeRoutes(resources)).toThrow('I: only Lambda integrations with payload 2.0')
  })

  test('for a property of an integration that would have no effect', () => {
    const { properties, ...rest } = integration(arn)
    const slow = { ...rest, properties: { ...properties, TimeoutInMillis: 5_000 } }
    expect(() => describeRoutes([route('R', 'GET /a'), slow])).toThrow(
      'I: TimeoutInMillis is not supported locally',
    )
  })
})
