import { ofType, type Resource, requireKnown } from '../../template/template.ts'
import { functionNameOf } from '../lambda/functions/function-name.ts'
import type { CorsConfiguration } from './cors.ts'
import type { GatewayRoute } from './handle-request.ts'
import type { RouteThrottle } from './throttle.ts'

export const API = 'AWS::ApiGatewayV2::Api'
export const INTEGRATION = 'AWS::ApiGatewayV2::Integration'
export const ROUTE = 'AWS::ApiGatewayV2::Route'
export const STAGE = 'AWS::ApiGatewayV2::Stage'

const PRINCIPAL = 'apigateway.amazonaws.com'

/**
 * Finds the HTTP API of the template; undefined when it has none.
 * @throws Error when there are several, or when its protocol or a stage cannot run locally.
 */
export function findApi(resources: readonly Resource[]): Resource | undefined {
  const [api, ...others] = ofType(resources, API)
  if (others.length > 0) throw new Error('Only one HTTP API runs locally')
  const protocol = api?.properties.ProtocolType ?? 'HTTP'
  if (protocol !== 'HTTP') throw new Error(`${api?.logicalId}: ${protocol} does not run locally`)
  const named = ofType(resources, STAGE).find(({ properties }) => {
    return properties.StageName !== '$default'
  })
  if (named) throw new Error(`${named.logicalId}: only the stage $default runs locally`)
  return api
}

/** The domain of an API on AWS. */
export function apiDomain(name: string, region: string): string {
  return `${name}.execute-api.${region}.amazonaws.com`
}

/**
 * Reads the routes of the template, each with its function and whether the API may invoke it.
 * @throws Error that names a route or an integration that cannot run locally.
 */
export function describeRoutes(resources: readonly Resource[]): GatewayRoute[] {
  const integrations = new Map(ofType(resources, INTEGRATION).map((one) => [one.name, one]))
  const invokable = new Set(
    ofType(resources, 'AWS::Lambda::Permission')
      .filter(({ properties }) => properties.Principal === PRINCIPAL)
      .map(({ properties }) => properties.FunctionName),
  )
  return ofType(resources, ROUTE).map(({ logicalId, properties }) => {
    const integration = integrations.get(properties.Target.replace('integrations/', ''))
    if (!integration) throw new Error(`${logicalId}: its integration is not in the template`)
    const { AuthorizationType: authorization = 'NONE' } = properties
    if (authorization !== 'NONE') {
      throw new Error(`${logicalId}: the authorization ${authorization} is not supported locally`)
    }
    const uri = functionUri(integration)
    return {
      routeKey: properties.RouteKey,
      functionName: functionNameOf(uri),
      permitted: invokable.has(uri),
    }
  })
}

const KNOWN_OF_INTEGRATION = [
  ...['ApiId', 'Description', 'IntegrationMethod', 'IntegrationType', 'IntegrationUri'],
  'PayloadFormatVersion',
]

function functionUri(integration: Resource): string {
  requireKnown(integration, KNOWN_OF_INTEGRATION)
  const { logicalId, properties } = integration
  const { IntegrationUri: uri, PayloadFormatVersion: version = '2.0' } = properties
  if (version !== '2.0' || !uri?.startsWith('arn:aws:lambda:')) {
    throw new Error(`${logicalId}: only Lambda integrations with payload 2.0 run locally`)
  }
  return uri
}

/** Reads the API's CORS configuration; undefined when it has none. */
export function describeCors(resources: readonly Resource[]): CorsConfiguration | undefined {
  return ofType(resources, API)[0]?.properties.CorsConfiguration
}

/** Reads the throttle of each route: the route's own settings, or the default of the stage. */
export function describeThrottles(resources: readonly Resource[]): Record<string, RouteThrottle> {
  const { DefaultRouteSettings = {}, RouteSettings = {} } =
    ofType(resources, STAGE)[0]?.properties ?? {}
  const routeKeys = ofType(resources, ROUTE).map(({ properties }) => properties.RouteKey)
  const unknown = Object.keys(RouteSettings).find((routeKey) => !routeKeys.includes(routeKey))
  if (unknown) throw new Error(`RouteSettings: Unable to find Route by key ${unknown}`)
  return Object.fromEntries(
    routeKeys.flatMap((routeKey) => {
      const settings = { ...DefaultRouteSettings, ...RouteSettings[routeKey] }
      const { ThrottlingRateLimit: ratePerSecond, ThrottlingBurstLimit: burst } = settings
      // A limit of 0 refuses every request.
      const isLimited = ratePerSecond !== undefined && burst !== undefined
      return isLimited ? [[routeKey, { ratePerSecond, burst }]] : []
    }),
  )
}
