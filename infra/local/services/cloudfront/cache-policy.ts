import { ofType, type Resource } from '../../template/template.ts'

export const CACHE_POLICY = 'AWS::CloudFront::CachePolicy'

/** The bounds of the time, in seconds, for which a distribution keeps a response. */
export interface CachePolicy {
  readonly min: number
  /** For responses whose Cache-Control has no age. */
  readonly default: number
  readonly max: number
}

// CloudFront's own policies, by id.
const MANAGED_POLICIES: Readonly<Record<string, CachePolicy>> = {
  // CachingDisabled
  '4135ea2d-6df8-44a3-9df3-4b5a84be39ad': { min: 0, default: 0, max: 0 },
  // CachingOptimized
  '658327ea-f89d-4fab-a63d-7e88639e58f6': { min: 1, default: 86_400, max: 31_536_000 },
}

/** Reads a policy of the template or of CloudFront. Undefined when neither has it. */
export function describeCachePolicy(
  id: string | undefined,
  resources: readonly Resource[],
): CachePolicy | undefined {
  const policy = ofType(resources, CACHE_POLICY).find(({ ref }) => ref === id)
  return policy ? describe(policy) : MANAGED_POLICIES[id ?? '']
}

/** @throws Error when responses depend on more than the path. */
function describe({ logicalId, properties }: Resource): CachePolicy {
  const {
    MinTTL,
    DefaultTTL,
    MaxTTL,
    ParametersInCacheKeyAndForwardedToOrigin: key,
  } = properties.CachePolicyConfig
  const behaviors = [
    key.CookiesConfig.CookieBehavior,
    key.HeadersConfig.HeaderBehavior,
    key.QueryStringsConfig.QueryStringBehavior,
  ]
  if (behaviors.some((behavior) => behavior !== 'none')) {
    throw new Error(`${logicalId}: a cache key with more than the path is not supported locally`)
  }
  return { min: MinTTL, default: DefaultTTL, max: MaxTTL }
}

/** Returns for how many seconds CloudFront keeps a response with this Cache-Control. */
export function secondsToKeep(policy: CachePolicy, cacheControl = ''): number {
  if (/\b(?:no-cache|no-store|private)\b/i.test(cacheControl)) return policy.min
  // In a shared cache such as CloudFront, s-maxage has priority over max-age.
  const stated = /\bs-maxage=(\d+)/i.exec(cacheControl) ?? /\bmax-age=(\d+)/i.exec(cacheControl)
  const wanted = stated ? Number(stated[1]) : policy.default
  return Math.min(Math.max(wanted, policy.min), policy.max)
}
