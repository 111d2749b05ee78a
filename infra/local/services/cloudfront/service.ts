import type { ResourceType } from '../../template/resource-type.ts'
import { ofType } from '../../template/template.ts'
import { startFauxqs } from '../fauxqs/fauxqs.ts'
import type { Service } from '../service.ts'
import { CACHE_POLICY } from './cache-policy.ts'
import { type Cdn, openCdn } from './cdn.ts'
import {
  DISTRIBUTION,
  describeDistributions,
  distributionDomain,
  FUNCTION,
  originsOf,
} from './describe-distributions.ts'
import { RESPONSE_HEADERS_POLICY } from './response-headers.ts'

const nameAndId: ResourceType = { attributes: ({ name }) => ({ Ref: name, Id: name }) }

/** Distributions in front of buckets and the HTTP API: each is a server with a cache. */
export const cloudFront: Service = {
  types: {
    [DISTRIBUTION]: {
      attributes: ({ name }) => ({ Ref: name, Id: name, DomainName: distributionDomain(name) }),
    },
    [FUNCTION]: {
      nameProperty: 'Name',
      attributes: ({ name, place }) => {
        const arn = `arn:aws:cloudfront::${place.accountId}:function/${name}`
        return { Ref: arn, Arn: arn, FunctionARN: arn }
      },
    },
    'AWS::CloudFront::OriginAccessControl': nameAndId,
    [RESPONSE_HEADERS_POLICY]: nameAndId,
    [CACHE_POLICY]: nameAndId,
  },
  start: async ({ host, now, share, cleanup }) => {
    const { url: storeUrl } = await share(startFauxqs)
    const cdns = new Map<string, Cdn>()
    return {
      create: async (resources) => {
        const origins = new Map<string, string>()
        for (const distribution of ofType(resources, DISTRIBUTION)) {
          const cdn = await openCdn(host, now)
          cleanup.defer(() => cdn.close())
          cdns.set(distribution.name, cdn)
          for (const origin of originsOf(distribution)) origins.set(origin, cdn.url)
        }
        return { origins }
      },
      run: (resources, { place, apiUrl }) => {
        for (const distribution of describeDistributions(resources, place, apiUrl)) {
          cdns.get(distribution.name)?.serve(distribution, storeUrl)
        }
        return {}
      },
    }
  },
}
