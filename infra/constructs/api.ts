import { HttpApi, type HttpMethod, HttpRoute, HttpRouteKey } from 'aws-cdk-lib/aws-apigatewayv2'
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations'
import { Construct } from 'constructs'
import { ROUTES_VARIABLE } from '../../shared/config.ts'
import type { LoadedRoute } from '../load-functions.ts'
import { ContractFunction, type FunctionSurroundings } from './contract-function.ts'

/** What the API is built from. */
export interface ApiProps extends FunctionSurroundings {
  readonly routes: readonly LoadedRoute[]
}

/** The HTTP API: one route and one Lambda per route file of functions/. */
export class Api extends Construct {
  readonly url: string
  readonly httpApi: HttpApi

  constructor(scope: Construct, id: string, { routes, ...surroundings }: ApiProps) {
    super(scope, id)
    const httpApi = new HttpApi(this, 'HttpApi')
    for (const loaded of routes) {
      const { lambda } = new ContractFunction(this, loaded.id, {
        ...surroundings,
        loaded,
        wokenBy: loaded.routeKey,
        environment: loaded.routeKey === '$default' ? routeTable(routes) : {},
      })
      new HttpRoute(this, `${loaded.id}Route`, {
        httpApi,
        routeKey: toRouteKey(loaded.routeKey),
        integration: new HttpLambdaIntegration(`${loaded.id}Integration`, lambda),
      })
    }
    this.url = httpApi.apiEndpoint
    this.httpApi = httpApi
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
