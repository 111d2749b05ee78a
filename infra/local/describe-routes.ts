import { functionNameOf } from './functions/function-name.ts'
import type { GatewayRoute } from './gateway/answer-request.ts'
import type { CorsConfiguration } from './gateway/cors.ts'
import type { RouteThrottle } from './gateway/throttle.ts'
import type { Resource } from './resolve-template.ts'

/** Reads the template's routes: each with the function behind it, and whether the API may call it. */
export function describeRoutes(resources: readonly Resource[]): GatewayRoute[] {
  const integrations = new Map(
    ofType(resources, 'Integration').map(({ name, properties }) => [name, properties]),
  )
  const callable = new Set(
    resources
      .filter(({ type, properties }) => {
        return type === 'AWS::Lambda::Permission' && properties.Principal === API_GATEWAY
      })
      .map(({ properties }) => properties.FunctionName),
  )
  return ofType(resources, 'Route').map(({ logicalId, properties }) => {
    const integration = integrations.get(properties.Target.replace('integrations/', ''))
    if (!integration) throw new Error(`${logicalId}: its integration is not in the template`)
    const uri: string = integration.IntegrationUri
    return {
      routeKey: properties.RouteKey,
      functionName: functionNameOf(uri),
      permitted: callable.has(uri),
    }
  })
}

/** Reads which pages may call the template's API; undefined when it answers no preflight. */
export function describeCors(resources: readonly Resource[]): CorsConfiguration | undefined {
  return ofType(resources, 'Api')[0]?.properties.CorsConfiguration
}

/** Reads the throttle of each of the template's routes: its own, else the default. */
export function describeThrottles(resources: readonly Resource[]): Record<string, RouteThrottle> {
  const { DefaultRouteSettings = {}, RouteSettings = {} } =
    ofType(resources, 'Stage')[0]?.properties ?? {}
  const routeKeys = ofType(resources, 'Route').map(({ properties }) => properties.RouteKey)
  const unknown = Object.keys(RouteSettings).find((routeKey) => !routeKeys.includes(routeKey))
  if (unknown) throw new Error(`RouteSettings: Unable to find Route by key ${unknown}`)
  return Object.fromEntries(
    routeKeys.flatMap((routeKey) => {
      const settings = { ...DefaultRouteSettings, ...RouteSettings[routeKey] }
      const { ThrottlingRateLimit: ratePerSecond, ThrottlingBurstLimit: burst } = settings
      return ratePerSecond && burst ? [[routeKey, { ratePerSecond, burst }]] : []
    }),
  )
}

const API_GATEWAY = 'apigateway.amazonaws.com'

function ofType(resources: readonly Resource[], type: string): Resource[] {
  return resources.filter((resource) => resource.type === `AWS::ApiGatewayV2::${type}`)
}
