import { expect, test } from 'vitest'
import {
  CACHE_POLICY,
  describeCachePolicy,
  secondsToKeep,
} from '../../../../../infra/local/services/cloudfront/cache-policy.ts'
import type { Resource } from '../../../../../infra/local/template/template.ts'

/** Returns a policy of a template whose cache key has these query strings. */
function policyWith(QueryStringBehavior: string): Resource {
  const key = {
    CookiesConfig: { CookieBehavior: 'none' },
    HeadersConfig: { HeaderBehavior: 'none' },
    QueryStringsConfig: { QueryStringBehavior },
  }
  const times = { MinTTL: 10, DefaultTTL: 60, MaxTTL: 3600 }
  const CachePolicyConfig = { ...times, ParametersInCacheKeyAndForwardedToOrigin: key }
  return {
    logicalId: 'Policy',
    name: 'policy',
    ref: 'policy',
    arn: '',
    type: CACHE_POLICY,
    properties: { CachePolicyConfig },
  }
}

test.each([
  ['public, max-age=600', 600],
  ['public, max-age=31536000, immutable', 3600],
  ['max-age=1', 10],
  ['max-age=600, s-maxage=300', 300],
  ['s-maxage=300, max-age=600', 300],
  ['no-store', 10],
  ['private, max-age=600', 10],
  ['public', 60],
  [undefined, 60],
])('keeps a response with %s within the bounds of the policy: %i s', (cacheControl, seconds) => {
  const policy = describeCachePolicy('policy', [policyWith('none')])
  expect(policy && secondsToKeep(policy, cacheControl)).toBe(seconds)
})

test('keeps nothing with CachingDisabled', () => {
  const policy = describeCachePolicy('4135ea2d-6df8-44a3-9df3-4b5a84be39ad', [])
  expect(policy && secondsToKeep(policy, 'max-age=600')).toBe(0)
})

test('refuses a policy whose cache key has query strings', () => {
  expect(() => describeCachePolicy('policy', [policyWith('all')])).toThrow('Policy: a cache key')
})
