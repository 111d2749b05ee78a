import { HttpApi, type HttpMethod, HttpRoute, HttpRouteKey } from 'aws-cdk-lib/aws-apigatewayv2'
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations'
import { Construct } from 'constructs'
import { ROUTES_VARIABLE } from '../../shared/config.ts'
import { bundleOf } from '../bundle-functions.ts'
import type { LoadedFunction } from '../load-functions.ts'
import { EndpointFunction, type EndpointFunctionProps } from './endpoint-function.ts'

/** What the API is built from. */
export interface ApiProps extends Pick<EndpointFunctionProps, 'stage' | 'resources'> {
  readonly functions: readonly LoadedFunction[]
  readonly bundlesFolder: string
}

/** The HTTP API: one route and one Lambda per file of functions/. */
export class Api extends Construct {
  readonly url: string

  constructor(scope: Construct, id: string, { functions, bundlesFolder, ...props }: ApiProps) {
    super(scope, id)
    const httpApi = new HttpApi(this, 'HttpApi')
    for (const loaded of functions) {
      const { lambda } = new EndpointFunction(this, loaded.id, {
        ...props,
        loaded,
        bundle: bundleOf(loaded, bundlesFolder),
        environment: loaded.routeKey === '$default' ? routeTable(functions) : {},
      })
      new HttpRoute(this, `${loaded.id}Route`, {
        httpApi,
        routeKey: toRouteKey(loaded.routeKey),
        integration: new HttpLambdaIntegration(`${loaded.id}Integration`, lambda),
      })
    }
    this.url = httpApi.apiEndpoint
  }
}

function toRouteKey(routeKey: string): HttpRouteKey {
  if (routeKey === '$default') return HttpRouteKey.DEFAULT
  const [method, path = ''] = routeKey.split(' ')
  return HttpRouteKey.with(path, method as HttpMethod)
}

/** What the `$default` function needs in order to tell a wrong method from a wrong path. */
function routeTable(functions: readonly LoadedFunction[]): Record<string, string> {
  const methods: Record<string, string[]> = {}
  for (const { routeKey } of functions) {
    const [method = '', path] = routeKey.split(' ')
    if (path) methods[path] = [...(methods[path] ?? []), method]
  }
  return { [ROUTES_VARIABLE]: JSON.stringify(methods) }
}
