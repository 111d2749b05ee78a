import { type HttpApi, HttpMethod, HttpRoute, HttpRouteKey } from 'aws-cdk-lib/aws-apigatewayv2'
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations'
import { Construct } from 'constructs'
import { docsPage } from '../../docs/docs-page/bundle-docs-page.ts'
import { acknowledgeOpenRoute } from '../nag/acknowledge-route.ts'
import { ContractFunction } from './contract-function.ts'
import type { FunctionContext } from './function-context.ts'

/** What the page is added to. */
export interface DocsPageProps extends FunctionContext {
  readonly httpApi: HttpApi
}

/** The documentation to try out, beside the API itself, on stages that want it. */
export class DocsPage extends Construct {
  constructor(scope: Construct, id: string, { httpApi, ...context }: DocsPageProps) {
    super(scope, id)
    const wokenBy = 'GET /docs'
    const { invoked } = new ContractFunction(this, 'DocsPage', {
      ...context,
      loaded: docsPage,
      wokenBy,
    })
    const integration = new HttpLambdaIntegration('Integration', invoked)
    for (const path of ['/docs', '/docs/{file}']) {
      const routeKey = HttpRouteKey.with(path, HttpMethod.GET)
      const route = new HttpRoute(this, `GET ${path}`, { httpApi, routeKey, integration })
      acknowledgeOpenRoute(route, 'none')
    }
  }
}
