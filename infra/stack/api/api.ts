import {
  type CfnStage,
  HttpApi,
  type HttpMethod,
  HttpRoute,
  HttpRouteKey,
} from 'aws-cdk-lib/aws-apigatewayv2'
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations'
import { Construct } from 'constructs'
import { ORIGIN_SECRETS_VARIABLE, ROUTES_VARIABLE } from '../../../shared/config.ts'
import type { LoadedRoute } from '../../functions/load-functions.ts'
import type { PageFunction } from '../../pages/bundle-page.ts'
import type { Stage } from '../../stages/stage.ts'
import { ContractFunction } from '../functions/contract-function.ts'
import type { FunctionContext } from '../functions/function-context.ts'
import { acceptOpenRoute } from '../nag/accepted-findings.ts'
import { corsFor } from './cors.ts'
import { PAGE_METHODS } from './page.ts'
import { requireRoutes, throttleRoutes } from './throttles.ts'

/** The routes of the API, and what their functions need. */
export interface RoutesProps extends FunctionContext {
  readonly routes: readonly LoadedRoute[]
  /** Pages beside the routes. Their functions are not created here. */
  readonly pages: readonly PageFunction[]
  /** Comma-separated secrets. A request has one of them if CloudFront sent it. Absent without CloudFront. */
  readonly originSecrets?: string
}

/** The HTTP API, with one route and one Lambda function per route file of functions/. */
export class Api extends Construct {
  readonly httpApi: HttpApi
  readonly #stage: Stage

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id)
    this.#stage = stage
    this.httpApi = new HttpApi(this, 'HttpApi', {
      corsPreflight:
        stage.corsOrigins.length > 0 ? corsFor(stage.corsOrigins, stage.corsHeaders) : undefined,
    })
  }

  /** The URL of the API, without a trailing slash. */
  get url(): string {
    return this.httpApi.apiEndpoint
  }

  /** Creates the routes with their functions, and throttles them. */
  addRoutes({ routes, pages, originSecrets, ...context }: RoutesProps): void {
    requireRoutes(
      this.#stage,
      routes.map(({ routeKey }) => routeKey),
    )
    const routesByKey = new Map(
      routes.map((loaded) => {
        const { invoked } = new ContractFunction(this, loaded.id, {
          ...context,
          loaded,
          trigger: loaded.routeKey,
          environment: {
            ...(loaded.routeKey === '$default' && routeTable(routes, pages)),
            ...(originSecrets && { [ORIGIN_SECRETS_VARIABLE]: originSecrets }),
          },
        })
        const route = new HttpRoute(this, `${loaded.id}Route`, {
          httpApi: this.httpApi,
          routeKey: toRouteKey(loaded.routeKey),
          integration: new HttpLambdaIntegration(`${loaded.id}Integration`, invoked),
        })
        acceptOpenRoute(route, loaded.contract.authentication)
        return [loaded.routeKey, route]
      }),
    )
    const apiStage = this.httpApi.defaultStage?.node.defaultChild as CfnStage
    throttleRoutes(apiStage, this.#stage, routesByKey)
  }
}

function toRouteKey(routeKey: string): HttpRouteKey {
  if (routeKey === '$default') return HttpRouteKey.DEFAULT
  const [method, path = ''] = routeKey.split(' ')
  return HttpRouteKey.with(path, method as HttpMethod)
}

/** The methods of each path, from which the `$default` function decides between 404 and 405. */
function routeTable(
  routes: readonly LoadedRoute[],
  pages: readonly PageFunction[],
): Record<string, string> {
  const methods: Record<string, string[]> = {}
  for (const path of pages.flatMap(({ paths }) => paths)) methods[path] = [...PAGE_METHODS]
  for (const { routeKey } of routes) {
    const [method = '', path] = routeKey.split(' ')
    if (path) methods[path] = [...(methods[path] ?? []), method]
  }
  return { [ROUTES_VARIABLE]: JSON.stringify(methods) }
}
