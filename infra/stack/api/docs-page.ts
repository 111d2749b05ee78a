import { type HttpApi, HttpMethod, HttpRoute, HttpRouteKey } from 'aws-cdk-lib/aws-apigatewayv2'
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations'
import { Construct } from 'constructs'
import { docsPage } from '../../docs/docs-page/bundle-docs-page.ts'
import { ContractFunction } from '../functions/contract-function.ts'
import type { FunctionContext } from '../functions/function-context.ts'
import { acceptOpenRoute } from '../nag/accepted-findings.ts'

/** Properties of the page. */
export interface DocsPageProps extends FunctionContext {
  readonly httpApi: HttpApi
}

/** The interactive documentation at /docs, as a function with two routes. */
export class DocsPage extends Construct {
  constructor(scope: Construct, id: string, { httpApi, ...context }: DocsPageProps) {
    super(scope, id)
    const { invoked } = new ContractFunction(this, 'DocsPage', {
      ...context,
      loaded: docsPage,
      trigger: 'GET /docs',
    })
    const integration = new HttpLambdaIntegration('Integration', invoked)
    for (const path of ['/docs', '/docs/{file}']) {
      const routeKey = HttpRouteKey.with(path, HttpMethod.GET)
      const route = new HttpRoute(this, `GET ${path}`, { httpApi, routeKey, integration })
      acceptOpenRoute(route, 'none')
    }
  }
}
