import type { CfnStage, HttpRoute } from 'aws-cdk-lib/aws-apigatewayv2'
import type { Stage, Throttle } from '../../stages/stage.ts'

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
  // API Gateway rejects settings of a route that does not exist yet.
  for (const [routeKey] of exceptions) {
    const route = routes.get(routeKey)
    if (route) apiStage.node.addDependency(route)
  }
}

/** Capitalized as in CloudFormation, because the CDK passes `RouteSettings` on unchanged. */
function toRouteSettings({ ratePerSecond, burst }: Throttle) {
  return { ThrottlingRateLimit: ratePerSecond, ThrottlingBurstLimit: burst }
}

/** @throws Error naming stage and setting if the stage configures an unknown route. */
export function requireRoutes(stage: Stage, routeKeys: readonly string[]): void {
  const { throttle, reservedConcurrency } = stage
  for (const [name, byRoute] of Object.entries({
    'throttle.routes': throttle.routes,
    reservedConcurrency,
  })) {
    const unknown = Object.keys(byRoute).find((routeKey) => !routeKeys.includes(routeKey))
    if (unknown) throw new Error(`Stage "${stage.name}": ${name}: There is no route "${unknown}"`)
  }
}
