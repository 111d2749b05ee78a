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

/** The methods of a page. HEAD is for programs that check links, such as those of app stores. */
export const PAGE_METHODS = [HttpMethod.GET, HttpMethod.HEAD]

/** A page for browsers: one function, with two routes for each of its paths. */
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
      for (const method of PAGE_METHODS) {
        const routeKey = HttpRouteKey.with(path, method)
        const route = new HttpRoute(this, routeKey.key, { httpApi, routeKey, integration })
        acceptOpenRoute(route, 'none')
      }
    }
  }
}
