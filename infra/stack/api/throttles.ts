import type { CfnStage, HttpRoute } from 'aws-cdk-lib/aws-apigatewayv2'
import type { Stage, Throttle } from '../../stages/stage.ts'
import { UsageError } from '../../stages/usage-error.ts'

/** Throttles the routes as the stage configures it. `routes` are all routes by route key. */
export function throttleRoutes(
  apiStage: CfnStage,
  { throttle }: Stage,
  routes: ReadonlyMap<string, HttpRoute>,
): void {
  const { ratePerSecond, burst } = throttle.default
  apiStage.defaultRouteSettings = {
    ...apiStage.defaultRouteSettings,
    throttlingRateLimit: ratePerSecond,
    throttlingBurstLimit: burst,
  }
  const exceptions = Object.entries(throttle.routes)
  if (exceptions.length === 0) return
  apiStage.routeSettings = Object.fromEntries(
    exceptions.map(([routeKey, limits]) => [routeKey, toRouteSettings(limits)]),
  )
  // API Gateway rejects settings of a route that does not exist yet, so the routes must be created first.
  for (const [routeKey] of exceptions) {
    const route = routes.get(routeKey)
    if (route) apiStage.node.addDependency(route)
  }
}

/** The names are capitalized as in CloudFormation, because the CDK passes `RouteSettings` on unchanged. */
function toRouteSettings({ ratePerSecond, burst }: Throttle) {
  return { ThrottlingRateLimit: ratePerSecond, ThrottlingBurstLimit: burst }
}

/** Checks that the routes in a stage's settings exist. @throws UsageError that names stage and setting for an unknown route. */
export function requireRoutes(stage: Stage, routeKeys: readonly string[]): void {
  const { throttle, reservedConcurrency, edge } = stage
  for (const [name, byRoute] of Object.entries({
    'throttle.routes': throttle.routes,
    reservedConcurrency,
  })) {
    const unknown = Object.keys(byRoute).find((routeKey) => !routeKeys.includes(routeKey))
    if (unknown)
      throw new UsageError(`Stage "${stage.name}": ${name}: There is no route "${unknown}"`)
  }
  if (!edge?.firewall || !('requestsPerIpAndPath' in edge.firewall)) return
  const paths = routeKeys.map((routeKey) => routeKey.split(' ')[1])
  for (const path of Object.keys(edge.firewall.requestsPerIpAndPath)) {
    if (!paths.includes(path)) {
      throw new UsageError(
        `Stage "${stage.name}": edge.firewall: There is no route with path "${path}"`,
      )
    }
  }
}
