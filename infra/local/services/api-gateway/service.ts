import { nameOnly } from '../../template/resource-type.ts'
import type { Resource } from '../../template/template.ts'
import type { RunContext, Service, ServiceContext } from '../service.ts'
import {
  API,
  apiDomain,
  describeCors,
  describeRoutes,
  describeThrottles,
  findApi,
  INTEGRATION,
  ROUTE,
  STAGE,
} from './describe-routes.ts'
import { type Gateway, openGateway } from './gateway.ts'

/** The longest time of a timer, 24 days. */
const LONGEST_MS = 2 ** 31 - 1

/** Starts the gateway that API Gateway and CloudFront share. */
export async function startGateway(context: ServiceContext): Promise<Gateway> {
  const { apiHost: host, port, servePage, changeResponse, onResponse, onLog, cleanup } = context
  const onError = (error: unknown) => onLog('gateway', String(error))
  const gateway = await openGateway({
    host,
    port,
    intercept: servePage,
    changeResponse,
    onResponse,
    onError,
  })
  cleanup.defer(() => gateway.close())
  return gateway
}

/** API Gateway: one HTTP API with Lambda integrations. */
export const apiGateway: Service = {
  types: {
    // ApiEndpoint is known once the gateway listens.
    [API]: { attributes: ({ name }) => ({ Ref: name, ApiEndpoint: undefined }) },
    [INTEGRATION]: nameOnly,
    [ROUTE]: nameOnly,
    [STAGE]: nameOnly,
  },
  updatable: [INTEGRATION, ROUTE, STAGE],
  start: async ({ share, timeouts }) => {
    const gateway = await share(startGateway)
    const serve = (resources: readonly Resource[], { invoke }: Pick<RunContext, 'invoke'>) => {
      gateway.serve({
        routes: describeRoutes(resources),
        cors: describeCors(resources),
        throttles: describeThrottles(resources),
        invoke,
        ...(!timeouts && { integrationTimeoutMs: LONGEST_MS }),
      })
    }
    return {
      apiUrl: gateway.url,
      publicUrl: gateway.publicUrl,
      create: (resources, { region }) => {
        const api = findApi(resources)
        return api ? describeUrl(api, gateway.url, region) : {}
      },
      update: serve,
      run: (resources, context) => {
        serve(resources, context)
        // Closed before the functions end, so that requests in progress get their responses.
        return { close: () => gateway.close() }
      },
    }
  },
}

/** The gateway's URL replaces the attribute ApiEndpoint, and the origin that templates build from Ref. */
function describeUrl({ logicalId, name }: Resource, url: string, region: string) {
  return {
    attributes: new Map([[logicalId, { ApiEndpoint: url }]]),
    origins: new Map([[`https://${apiDomain(name, region)}`, url]]),
  }
}
