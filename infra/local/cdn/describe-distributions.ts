import { checkPolicy } from '../iam/check-policy.ts'
import { evaluate } from '../iam/evaluate.ts'
import { type PolicyDocument, toList } from '../iam/policy.ts'
import type { Resource } from '../resolve-template.ts'
import { bucketDomain, distributionDomain, type Place } from '../template-attributes.ts'

/** A distribution as the template describes it: which bucket it shows, and how. */
export interface Distribution {
  /** What the template calls it, as in `https://pictures.example`. */
  readonly origin: string
  readonly bucket: string
  /** Sent with every answer. */
  readonly headers: Readonly<Record<string, string>>
  /** Whether the bucket's policy lets the distribution do this with an object, or with the bucket. */
  may(action: string, key?: string): boolean
}

/** The response headers of the policies that CloudFront itself brings, by their ids. */
const MANAGED_HEADERS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  // SecurityHeadersPolicy
  '67f7725c-6f97-4210-82d7-5512b31e9d03': {
    'Strict-Transport-Security': 'max-age=31536000',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'SAMEORIGIN',
    'X-XSS-Protection': '1; mode=block',
    'Referrer-Policy': 'strict-origin-when-cross-origin',
  },
}
const CLOUDFRONT = 'cloudfront.amazonaws.com'

/** Reads the template's distributions. @throws Error naming what has no stand-in here. */
export function describeDistributions(
  resources: readonly Resource[],
  place: Place,
): Distribution[] {
  return resources
    .filter(({ type }) => type === 'AWS::CloudFront::Distribution')
    .map((distribution) => describe(distribution, resources, place))
}

function describe(
  { logicalId, name, properties }: Resource,
  resources: readonly Resource[],
  { region, accountId }: Place,
): Distribution {
  const { DefaultCacheBehavior: behavior, Origins } = properties.DistributionConfig
  const origin = Origins.find(({ Id }: { Id: string }) => Id === behavior.TargetOriginId)
  const bucket = resources.find(
    (one) => one.type === 'AWS::S3::Bucket' && bucketDomain(one.name, region) === origin.DomainName,
  )
  if (!bucket) throw new Error(`${logicalId}: its origin is no bucket of the template`)
  const headersPolicy: string | undefined = behavior.ResponseHeadersPolicyId
  const headers = headersPolicy ? MANAGED_HEADERS[headersPolicy] : {}
  if (!headers) throw new Error(`${logicalId}: the headers of ${headersPolicy} are not known here`)
  const policies = policiesFor(CLOUDFRONT, bucket.name, resources)
  const context = {
    'aws:SourceArn': `arn:aws:cloudfront::${accountId}:distribution/${name}`,
    'aws:SecureTransport': 'true',
  }
  return {
    origin: `https://${distributionDomain(name)}`,
    bucket: bucket.name,
    headers,
    may: (action, key) => {
      const resource = `arn:aws:s3:::${bucket.name}${key === undefined ? '' : `/${key}`}`
      return evaluate(policies, { action, resource, context }).allowed
    },
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
