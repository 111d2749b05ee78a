import { type HttpApi, HttpMethod, HttpRoute, HttpRouteKey } from 'aws-cdk-lib/aws-apigatewayv2'
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations'
import { Construct } from 'constructs'
import type { PageFunction } from '../../pages/bundle-page.ts'
import { ContractFunction } from '../functions/contract-function.ts'
import type { FunctionContext } from '../functions/function-context.ts'
import { acceptOpenRoute } from '../nag/accepted-findings.ts'

/** Properties of a page. */
export interface PageProps extends FunctionContext {
  readonly httpApi: HttpApi
  readonly page: PageFunction
  readonly environment?: Readonly<Record<string, string>>
}

/** A page for browsers: one function, with a route for each of its paths. */
export class Page extends Construct {
  constructor(scope: Construct, { httpApi, page, ...context }: PageProps) {
    super(scope, page.id)
    const { invoked } = new ContractFunction(this, page.id, {
      ...context,
      loaded: page,
      trigger: `GET ${page.paths[0]}`,
    })
    const integration = new HttpLambdaIntegration('Integration', invoked)
    for (const path of page.paths) {
      const routeKey = HttpRouteKey.with(path, HttpMethod.GET)
      const route = new HttpRoute(this, `GET ${path}`, { httpApi, routeKey, integration })
      acceptOpenRoute(route, 'none')
    }
  }
}
