import { Duration } from 'aws-cdk-lib'
import {
  type CfnStage,
  type CorsPreflightOptions,
  HttpApi,
  type HttpMethod,
  HttpRoute,
  HttpRouteKey,
} from 'aws-cdk-lib/aws-apigatewayv2'
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations'
import { Construct } from 'constructs'
import { ORIGIN_SECRETS_VARIABLE, ROUTES_VARIABLE } from '../../../shared/config.ts'
import type { LoadedRoute } from '../../functions/load-functions.ts'
import type { Stage } from '../../stages/stage.ts'
import { ContractFunction } from '../functions/contract-function.ts'
import type { FunctionContext } from '../functions/function-context.ts'
import { acknowledgeOpenRoute } from '../nag/acknowledge-route.ts'
import { requireRoutes, throttleRoutes } from './throttles.ts'

/** What the routes are served with. */
export interface ServeOptions extends FunctionContext {
  readonly routes: readonly LoadedRoute[]
  /** Secrets of which a request must bring one, joined by commas; absent, all requests are served. */
  readonly originSecrets?: string
}

// What a page's script may send and read beside what any page may.
const ASKED_HEADERS = ['authorization', 'content-type', 'x-dev-time']
const SHOWN_HEADERS = [
  'allow',
  'apigw-requestid',
  'retry-after',
  'www-authenticate',
  'x-request-id',
]

/** The HTTP API: one route and one Lambda per route file of functions/. */
export class Api extends Construct {
  readonly httpApi: HttpApi
  readonly #stage: Stage

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id)
    this.#stage = stage
    this.httpApi = new HttpApi(this, 'HttpApi', {
      corsPreflight: stage.corsOrigins.length > 0 ? allowFrom(stage.corsOrigins) : undefined,
    })
  }

  /** Without a slash at its end. */
  get url(): string {
    return this.httpApi.apiEndpoint
  }

  /** Makes the routes and the functions behind them. */
  serve({ routes, originSecrets, ...context }: ServeOptions): void {
    requireRoutes(
      this.#stage,
      routes.map(({ routeKey }) => routeKey),
    )
    const made = new Map(
      routes.map((loaded) => {
        const { invoked } = new ContractFunction(this, loaded.id, {
          ...context,
          loaded,
          wokenBy: loaded.routeKey,
          environment: {
            ...(loaded.routeKey === '$default' && routeTable(routes)),
            ...(originSecrets && { [ORIGIN_SECRETS_VARIABLE]: originSecrets }),
          },
        })
        const route = new HttpRoute(this, `${loaded.id}Route`, {
          httpApi: this.httpApi,
          routeKey: toRouteKey(loaded.routeKey),
          integration: new HttpLambdaIntegration(`${loaded.id}Integration`, invoked),
        })
        acknowledgeOpenRoute(route, loaded.contract.authentication)
        return [loaded.routeKey, route]
      }),
    )
    throttleRoutes(this.httpApi.defaultStage?.node.defaultChild as CfnStage, this.#stage, made)
  }
}

function allowFrom(origins: readonly string[]): CorsPreflightOptions {
  const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as CorsPreflightOptions['allowMethods']
  return {
    allowOrigins: [...origins],
    allowMethods: methods,
    allowHeaders: ASKED_HEADERS,
    exposeHeaders: SHOWN_HEADERS,
    maxAge: Duration.hours(1),
  }
}

function toRouteKey(routeKey: string): HttpRouteKey {
  if (routeKey === '$default') return HttpRouteKey.DEFAULT
  const [method, path = ''] = routeKey.split(' ')
  return HttpRouteKey.with(path, method as HttpMethod)
}

/** What the `$default` function needs in order to tell a wrong method from a wrong path. */
function routeTable(routes: readonly LoadedRoute[]): Record<string, string> {
  const methods: Record<string, string[]> = {}
  for (const { routeKey } of routes) {
    const [method = '', path] = routeKey.split(' ')
    if (path) methods[path] = [...(methods[path] ?? []), method]
  }
  return { [ROUTES_VARIABLE]: JSON.stringify(methods) }
}
