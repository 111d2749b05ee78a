import type { ResourceType } from '../../template/resource-type.ts'
import { ofType, type Resource } from '../../template/template.ts'
import { startGateway } from '../api-gateway/service.ts'
import { startFauxqs } from '../fauxqs/fauxqs.ts'
import type { Service } from '../service.ts'
import { CACHE_POLICY } from './cache-policy.ts'
import { type Cdn, createCdn, openCdn } from './cdn.ts'
import {
  DISTRIBUTION,
  describeDistributions,
  distributionDomain,
  FUNCTION,
  originsOf,
} from './describe-distributions.ts'
import { RESPONSE_HEADERS_POLICY } from './response-headers.ts'

const nameAndId: ResourceType = { attributes: ({ name }) => ({ Ref: name, Id: name }) }

/** The path of the gateway at which the first distribution without an API is. */
const MOUNT = '/_cdn'

/** Distributions in front of buckets and the HTTP API, each with a cache. */
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
    const [{ url: storeUrl }, gateway] = await Promise.all([
      share(startFauxqs),
      share(startGateway),
    ])
    const cdns = new Map<string, Cdn>()
    return {
      create: async (resources) => {
        const origins = new Map<string, string>()
        const add = (distribution: Resource, cdn: Cdn, url: string) => {
          cdns.set(distribution.name, cdn)
          for (const origin of originsOf(distribution)) origins.set(origin, url)
        }
        const distributions = ofType(resources, DISTRIBUTION)
        // Is on the API's port, so that one port is enough for a phone.
        const onApiPort = distributions.find(hasOnlyBuckets)
        if (onApiPort) {
          const cdn = createCdn(now)
          gateway.mount(MOUNT, cdn.handle)
          add(onApiPort, cdn, `${gateway.publicUrl}${MOUNT}`)
        }
        for (const distribution of distributions) {
          if (distribution === onApiPort) continue
          const cdn = await openCdn(host, now)
          cleanup.defer(() => cdn.close())
          add(distribution, cdn, cdn.url)
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

function hasOnlyBuckets({ properties }: Resource): boolean {
  const origins: { S3OriginConfig?: object }[] = properties.DistributionConfig.Origins
  return origins.every(({ S3OriginConfig }) => S3OriginConfig !== undefined)
}
