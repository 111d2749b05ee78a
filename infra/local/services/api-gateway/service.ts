import { nameOnly } from '../../template/resource-type.ts'
import type { Resource } from '../../template/template.ts'
import type { Service, ServiceContext } from '../service.ts'
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

/** Starts the gateway that API Gateway and CloudFront share. */
export async function startGateway(context: ServiceContext): Promise<Gateway> {
  const { apiHost: host, port, servePage, onResponse, onLog, cleanup } = context
  const onError = (error: unknown) => onLog('gateway', String(error))
  const gateway = await openGateway({ host, port, intercept: servePage, onResponse, onError })
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
  start: async ({ share }) => {
    const gateway = await share(startGateway)
    return {
      apiUrl: gateway.url,
      publicUrl: gateway.publicUrl,
      create: (resources, { region }) => {
        const api = findApi(resources)
        return api ? describeUrl(api, gateway.url, region) : {}
      },
      run: (resources, { invoke }) => {
        gateway.serve({
          routes: describeRoutes(resources),
          cors: describeCors(resources),
          throttles: describeThrottles(resources),
          invoke,
        })
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
