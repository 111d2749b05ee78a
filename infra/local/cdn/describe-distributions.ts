import { checkPolicy } from '../iam/check-policy.ts'
import { evaluate } from '../iam/evaluate.ts'
import { type PolicyDocument, toList } from '../iam/policy.ts'
import type { Resource } from '../resolve-template.ts'
import { API_DOMAIN, bucketDomain, distributionDomain, type Place } from '../template-attributes.ts'
import { describeResponseHeaders, type ResponseHeaders } from './response-headers.ts'

/** A distribution as the template describes it. */
export interface Distribution {
  /** What the template calls it, as in `https://pictures.example`. */
  readonly origins: readonly string[]
  /** The first whose paths match answers. */
  readonly behaviors: readonly (BucketBehavior | ApiBehavior)[]
}

interface Behavior {
  readonly paths: RegExp
  readonly headers: ResponseHeaders
}

/** Shows a bucket. */
export interface BucketBehavior extends Behavior {
  readonly kind: 'bucket'
  readonly bucket: string
  /** Whether the bucket's policy lets the distribution do this with an object, or with the bucket. */
  may(action: string, key?: string): boolean
}

/** Hands requests on to the API. */
export interface ApiBehavior extends Behavior {
  readonly kind: 'api'
  /** Sent with every request, in the place of what the client sent. */
  readonly sentHeaders: Readonly<Record<string, string>>
  /** Code of the CloudFront function that sees requests first. */
  readonly onViewerRequest?: string
}

const CLOUDFRONT = 'cloudfront.amazonaws.com'

/** Reads the template's distributions. @throws Error naming what has no stand-in here. */
export function describeDistributions(
  resources: readonly Resource[],
  place: Place,
): Distribution[] {
  return resources
    .filter(({ type }) => type === 'AWS::CloudFront::Distribution')
    .map((distribution) => {
      const { DefaultCacheBehavior, CacheBehaviors = [] } =
        distribution.properties.DistributionConfig
      const names = distribution.properties.DistributionConfig.Aliases ?? []
      return {
        origins: [distributionDomain(distribution.name), ...names].map((name) => `https://${name}`),
        behaviors: [...CacheBehaviors, { ...DefaultCacheBehavior, PathPattern: '*' }].map(
          (behavior) => describe(behavior, distribution, resources, place),
        ),
      }
    })
}

function describe(
  // biome-ignore lint/suspicious/noExplicitAny: as CloudFormation's properties, it has no type.
  behavior: any,
  distribution: Resource,
  resources: readonly Resource[],
  place: Place,
): BucketBehavior | ApiBehavior {
  const { logicalId, properties } = distribution
  const headersPolicy: string | undefined = behavior.ResponseHeadersPolicyId
  const headers = describeResponseHeaders(headersPolicy, resources)
  if (!headers) throw new Error(`${logicalId}: the headers of ${headersPolicy} are not known here`)
  const paths = toRegExp(behavior.PathPattern)
  const { Origins } = properties.DistributionConfig
  const origin = Origins.find(({ Id }: { Id: string }) => Id === behavior.TargetOriginId)
  if (origin.DomainName === API_DOMAIN) {
    const sent: { HeaderName: string; HeaderValue: string }[] = origin.OriginCustomHeaders ?? []
    return {
      kind: 'api',
      paths,
      headers,
      sentHeaders: Object.fromEntries(
        sent.map(({ HeaderName, HeaderValue }) => [HeaderName.toLowerCase(), HeaderValue]),
      ),
      onViewerRequest: viewerRequestCode(behavior.FunctionAssociations, resources),
    }
  }
  const bucket = resources.find(({ type, name }) => {
    return type === 'AWS::S3::Bucket' && bucketDomain(name, place.region) === origin.DomainName
  })?.name
  if (!bucket) throw new Error(`${logicalId}: its origin is no bucket of the template`)
  return {
    kind: 'bucket',
    paths,
    headers,
    bucket,
    may: mayOf(distribution, bucket, resources, place),
  }
}

function viewerRequestCode(
  associations: readonly { EventType: string; FunctionARN: string }[] = [],
  resources: readonly Resource[],
): string | undefined {
  const arn = associations.find(({ EventType }) => EventType === 'viewer-request')?.FunctionARN
  if (!arn) return undefined
  const found = resources.find((one) => one.type === 'AWS::CloudFront::Function' && one.arn === arn)
  return found?.properties.FunctionCode
}

/** A path pattern: `*` is anything, `?` is one character. */
function toRegExp(pattern: string): RegExp {
  const source = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')
  return new RegExp(`^${source.replaceAll('?', '.')}$`)
}

function mayOf(
  { name }: Resource,
  bucket: string,
  resources: readonly Resource[],
  { accountId }: Place,
): BucketBehavior['may'] {
  const policies = policiesFor(CLOUDFRONT, bucket, resources)
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

/** What a bucket's policies say about a service, as if they were that service's own. */
function policiesFor(
  service: string,
  bucket: string,
  resources: readonly Resource[],
): PolicyDocument[] {
  return resources
    .filter(({ type, properties }) => {
      return type === 'AWS::S3::BucketPolicy' && properties.Bucket === bucket
    })
    .flatMap(({ properties }) => toList<ResourceStatement>(properties.PolicyDocument.Statement))
    .filter((statement) => isAbout(service, statement))
    .map(({ Principal: _, ...statement }) => checkPolicy({ Statement: [statement] }))
}

function isAbout(service: string, { Principal }: ResourceStatement): boolean {
  if (Principal === undefined || Principal === '*') return Principal === '*'
  return toList(Principal.Service ?? []).includes(service) || Principal.AWS === '*'
}
