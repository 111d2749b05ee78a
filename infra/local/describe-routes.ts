import type { GatewayRoute } from './gateway/answer-request.ts'
import type { Resource } from './resolve-template.ts'

/** Reads the template's routes: each with the function behind it, and whether the API may call it. */
export function describeRoutes(resources: readonly Resource[]): GatewayRoute[] {
  const ofType = (type: string) => resources.filter((resource) => resource.type === type)
  const integrations = new Map(
    ofType('AWS::ApiGatewayV2::Integration').map(({ name, properties }) => [name, properties]),
  )
  const callable = new Set(
    ofType('AWS::Lambda::Permission')
      .filter(({ properties }) => properties.Principal === 'apigateway.amazonaws.com')
      .map(({ properties }) => properties.FunctionName),
  )
  return ofType('AWS::ApiGatewayV2::Route').map(({ logicalId, properties }) => {
    const integration = integrations.get(properties.Target.replace('integrations/', ''))
    if (!integration) throw new Error(`${logicalId}: its integration is not in the template`)
    const functionArn: string = integration.IntegrationUri
    return {
      routeKey: properties.RouteKey,
      functionName: functionArn.slice(functionArn.lastIndexOf(':') + 1),
      permitted: callable.has(functionArn),
    }
  })
}
