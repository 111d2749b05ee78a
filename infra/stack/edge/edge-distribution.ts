import { Duration, Stack } from 'aws-cdk-lib'
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager'
import { Distribution, type ErrorResponse, HttpVersion } from 'aws-cdk-lib/aws-cloudfront'
import type { Bucket } from 'aws-cdk-lib/aws-s3'
import { Construct } from 'constructs'
import type { Edge, Stage } from '../../stages/stage.ts'
import { acceptDistribution } from '../nag/accepted-findings.ts'
import { apiBehavior } from './api-behavior.ts'
import { OriginSecrets } from './origin-secrets.ts'
import { picturesBehavior } from './pictures-behavior.ts'

/** Properties of the distribution. */
export interface EdgeDistributionProps {
  readonly stage: Stage
  readonly pictures: Bucket
  /** URL of the HTTP API itself. */
  readonly apiUrl: string
  /** ARN of the web ACL that FirewallStack creates. Absent if the stage names an existing one, or has none. */
  readonly webAclArn?: string
}

// Pictures are at `/<user id>/…`. A user id has 24 characters, and `?` matches any character. With this pattern a
// picture has the same URL whether or not the API is behind the same distribution.
const PICTURES_PATH = `/${'?'.repeat(24)}/*`

/**
 * By default CloudFront caches an error for ten seconds, also where caching is disabled. All users would get it, because
 * the cache key is the path alone. These are all the codes that it caches:
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/custom-error-pages-expiration.html
 */
const UNCACHED_ERRORS: ErrorResponse[] = [400, 403, 404, 405, 414, 500, 501, 502, 503, 504].map(
  (httpStatus) => ({ httpStatus, ttl: Duration.seconds(0) }),
)

/** The CloudFront distribution of the pictures and, on stages with an edge, of the API. */
export class EdgeDistribution extends Construct {
  readonly distributionId: string
  /** The host name that clients call. */
  readonly host: string
  /** Comma-separated secrets that functions accept from CloudFront. */
  readonly originSecrets?: string

  constructor(scope: Construct, id: string, props: EdgeDistributionProps) {
    super(scope, id)
    const { stage, pictures, apiUrl, webAclArn } = props
    const { edge } = stage
    const behavior = picturesBehavior(this, pictures)
    const secrets = edge && new OriginSecrets(this, 'OriginSecrets', edge.originSecrets)
    this.originSecrets = secrets?.accepted
    const distribution = new Distribution(this, 'Distribution', {
      comment: Stack.of(this).stackName,
      httpVersion: HttpVersion.HTTP2_AND_3,
      errorResponses: UNCACHED_ERRORS,
      ...(edge && secrets
        ? {
            ...this.#domain(edge),
            webAclId: webAclArn ?? existingWebAcl(edge),
            defaultBehavior: apiBehavior(this, apiUrl, secrets.sent),
            additionalBehaviors: { [PICTURES_PATH]: behavior },
          }
        : { defaultBehavior: behavior }),
    })
    acceptDistribution(distribution, edge)
    this.distributionId = distribution.distributionId
    this.host = edge?.domain?.name ?? distribution.distributionDomainName
  }

  /** The distribution's URL, without a trailing slash. */
  get url(): string {
    return `https://${this.host}`
  }

  #domain({ domain }: Edge) {
    if (!domain) return {}
    const { name, certificateArn } = domain
    const certificate = Certificate.fromCertificateArn(this, 'Certificate', certificateArn)
    return { domainNames: [name], certificate }
  }
}

function existingWebAcl({ firewall }: Edge): string | undefined {
  return firewall && 'webAclArn' in firewall ? firewall.webAclArn : undefined
}
