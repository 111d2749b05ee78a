import { checkPolicy } from '../../policies/check-policy.ts'
import { evaluate } from '../../policies/evaluate.ts'
import { type PolicyDocument, toList } from '../../policies/policy.ts'
import type { Place } from '../../template/resource-type.ts'
import { ofType, type Resource } from '../../template/template.ts'
import { apiDomain, findApi } from '../api-gateway/describe-routes.ts'
import { BUCKET, BUCKET_POLICY, bucketDomain } from '../s3/service.ts'
import { type CachePolicy, describeCachePolicy } from './cache-policy.ts'
import { requireSupported } from './require-supported.ts'
import { describeResponseHeaders, type ResponseHeaders } from './response-headers.ts'

export const DISTRIBUTION = 'AWS::CloudFront::Distribution'
export const FUNCTION = 'AWS::CloudFront::Function'

const PRINCIPAL = 'cloudfront.amazonaws.com'

/** A distribution as the template describes it. */
export interface Distribution {
  readonly name: string
  /** The URLs of the distribution in the template, e.g. `https://pictures.example`. */
  readonly origins: readonly string[]
  /** The first behaviour whose paths match handles a request. */
  readonly behaviors: readonly (BucketBehavior | ApiBehavior)[]
}

interface Behavior {
  readonly paths: RegExp
  readonly headers: ResponseHeaders
}

/** Shows objects of a bucket. */
export interface BucketBehavior extends Behavior {
  readonly kind: 'bucket'
  readonly bucket: string
  readonly cachePolicy: CachePolicy
  /** Returns whether the bucket's policy allows the distribution an action, on an object or the bucket. */
  allows(action: string, key?: string): boolean
}

/** Forwards requests to the HTTP API. */
export interface ApiBehavior extends Behavior {
  readonly kind: 'api'
  readonly apiUrl: string
  /** Sent with every request. Each replaces the client's header of that name. */
  readonly originHeaders: Readonly<Record<string, string>>
  /** Code of the CloudFront function that gets each request first. */
  readonly onViewerRequest?: string
}

/** Reads the template's distributions. @throws Error that names what cannot run locally. */
export function describeDistributions(
  resources: readonly Resource[],
  place: Place,
  apiUrl: string,
): Distribution[] {
  return ofType(resources, DISTRIBUTION).map((distribution) => {
    const { DefaultCacheBehavior, CacheBehaviors = [] } = distribution.properties.DistributionConfig
    return {
      name: distribution.name,
      origins: originsOf(distribution),
      behaviors: [...CacheBehaviors, { ...DefaultCacheBehavior, PathPattern: '*' }].map(
        (behavior) => describe(behavior, distribution, { resources, place, apiUrl }),
      ),
    }
  })
}

/** Returns the URLs of a distribution's domain and of its aliases (custom domains), as in `https://pictures.example`. */
export function originsOf({ name, properties }: Resource): string[] {
  const aliases: string[] = properties.DistributionConfig.Aliases ?? []
  return [distributionDomain(name), ...aliases].map((domain) => `https://${domain}`)
}

/** The domain of a distribution in the resolved template. It does not exist: the URL of the local server replaces it. */
export function distributionDomain(name: string): string {
  return `${name.toLowerCase()}.cloudfront.invalid`
}

interface Context {
  readonly resources: readonly Resource[]
  readonly place: Place
  readonly apiUrl: string
}

function describe(
  // biome-ignore lint/suspicious/noExplicitAny: like CloudFormation's properties, it has no type.
  behavior: any,
  distribution: Resource,
  { resources, place, apiUrl }: Context,
): BucketBehavior | ApiBehavior {
  const { logicalId, properties } = distribution
  const headersPolicy: string | undefined = behavior.ResponseHeadersPolicyId
  const headers = describeResponseHeaders(headersPolicy, resources)
  if (!headers)
    throw new Error(`${logicalId}: the response headers policy ${headersPolicy} is not known here`)
  const cachePolicy = describeCachePolicy(behavior.CachePolicyId, resources)
  if (!cachePolicy) {
    throw new Error(`${logicalId}: the cache policy ${behavior.CachePolicyId} is not known here`)
  }
  const paths = toRegExp(behavior.PathPattern)
  const { Origins } = properties.DistributionConfig
  const origin = Origins.find(({ Id }: { Id: string }) => Id === behavior.TargetOriginId)
  const apiDomains = [new URL(apiUrl).host, apiDomain(findApi(resources)?.name ?? '', place.region)]
  const kind = apiDomains.includes(origin.DomainName) ? 'api' : 'bucket'
  requireSupported(distribution, behavior, origin, kind)
  if (kind === 'api') {
    if (cachePolicy.max > 0 || cachesErrors(properties.DistributionConfig))
      throw new Error(`${logicalId}: responses of the API cannot be cached locally`)
    const sent: { HeaderName: string; HeaderValue: string }[] = origin.OriginCustomHeaders ?? []
    return {
      kind,
      apiUrl,
      paths,
      headers,
      originHeaders: Object.fromEntries(
        sent.map(({ HeaderName, HeaderValue }) => [HeaderName.toLowerCase(), HeaderValue]),
      ),
      onViewerRequest: viewerRequestCode(behavior.FunctionAssociations, resources),
    }
  }
  const bucket = ofType(resources, BUCKET).find(
    ({ name }) => bucketDomain(name, place.region) === origin.DomainName,
  )?.name
  if (!bucket) throw new Error(`${logicalId}: its origin is not a bucket of the template`)
  const allows = allowedBy(distribution, bucket, resources, place)
  return { kind, paths, headers, bucket, cachePolicy, allows }
}

/** Whether CloudFront would keep errors of the API, as it does for ten seconds by default, also where caching is disabled. */
function cachesErrors({
  CustomErrorResponses = [],
}: {
  CustomErrorResponses?: readonly { ErrorCode: number; ErrorCachingMinTTL?: number }[]
}): boolean {
  const notKept = CustomErrorResponses.filter(({ ErrorCachingMinTTL }) => ErrorCachingMinTTL === 0)
  const codes = notKept.map(({ ErrorCode }) => ErrorCode)
  return ![500, 502, 503, 504].every((code) => codes.includes(code))
}

function viewerRequestCode(
  associations: readonly { EventType: string; FunctionARN: string }[] = [],
  resources: readonly Resource[],
): string | undefined {
  const associated = associations.find(({ EventType }) => EventType === 'viewer-request')
  if (!associated) return undefined
  const found = ofType(resources, FUNCTION).find(({ arn }) => arn === associated.FunctionARN)
  return found?.properties.FunctionCode
}

/** Converts a path pattern: `*` is any text, `?` is one character. */
function toRegExp(pattern: string): RegExp {
  const source = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')
  return new RegExp(`^${source.replaceAll('?', '.')}$`)
}

function allowedBy(
  { name }: Resource,
  bucket: string,
  resources: readonly Resource[],
  { accountId }: Place,
): BucketBehavior['allows'] {
  const policies = policiesFor(PRINCIPAL, bucket, resources)
  const context = {
    'aws:SourceArn': `arn:aws:cloudfront::${accountId}:distribution/${name}`,
    'aws:SecureTransport': 'true',
  }
  return (action, key) => {
    const resource = `arn:aws:s3:::${bucket}${key === undefined ? '' : `/${key}`}`
    return evaluate(policies, { action, resource, context }).allowed
  }
}

interface ResourceStatement {
  readonly Principal?: '*' | Readonly<Record<string, string | readonly string[]>>
}

/** Returns a bucket's policy statements about a service, as identity policies of that service. */
function policiesFor(
  service: string,
  bucket: string,
  resources: readonly Resource[],
): PolicyDocument[] {
  return ofType(resources, BUCKET_POLICY)
    .filter(({ properties }) => properties.Bucket === bucket)
    .flatMap(({ properties }) => toList<ResourceStatement>(properties.PolicyDocument.Statement))
    .filter((statement) => isAbout(service, statement))
    .map(({ Principal: _, ...statement }) => checkPolicy({ Statement: [statement] }))
}

function isAbout(service: string, { Principal }: ResourceStatement): boolean {
  if (Principal === undefined || Principal === '*') return Principal === '*'
  return toList(Principal.Service ?? []).includes(service) || Principal.AWS === '*'
}
