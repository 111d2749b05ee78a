import { Stack } from 'aws-cdk-lib'
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager'
import { Distribution, HttpVersion } from 'aws-cdk-lib/aws-cloudfront'
import type { Bucket } from 'aws-cdk-lib/aws-s3'
import { Construct } from 'constructs'
import type { Edge, Stage } from '../../stages/stage.ts'
import { acceptDistribution } from '../nag/accepted-findings.ts'
import { apiBehavior } from './api-behavior.ts'
import { Firewall } from './firewall.ts'
import { OriginSecrets } from './origin-secrets.ts'
import { picturesBehavior } from './pictures-behavior.ts'

/** The origins of the distribution. */
export interface EdgeDistributionProps {
  readonly stage: Stage
  readonly pictures: Bucket
  /** URL of the HTTP API itself. */
  readonly apiUrl: string
}

// Pictures are at `/<user id>/…`, and a user id has 24 characters. So a picture has the same URL
// whether or not the API is behind the same distribution.
const PICTURES_PATH = `/${'?'.repeat(24)}/*`

/** The CloudFront distribution of the pictures and, on stages with an edge, of the API. */
export class EdgeDistribution extends Construct {
  /** Without a trailing slash. */
  readonly url: string
  /** Comma-separated secrets that functions accept from CloudFront. */
  readonly originSecrets?: string

  constructor(scope: Construct, id: string, { stage, pictures, apiUrl }: EdgeDistributionProps) {
    super(scope, id)
    const { edge } = stage
    const showPictures = picturesBehavior(this, pictures)
    const secrets = edge && new OriginSecrets(this, 'OriginSecrets', edge.originSecrets)
    this.originSecrets = secrets?.accepted
    const distribution = new Distribution(this, 'Distribution', {
      comment: Stack.of(this).stackName,
      httpVersion: HttpVersion.HTTP2_AND_3,
      ...(edge && secrets
        ? {
            ...this.#domain(edge),
            webAclId: this.#webAcl(edge),
            defaultBehavior: apiBehavior(this, apiUrl, secrets.sent),
            additionalBehaviors: { [PICTURES_PATH]: showPictures },
          }
        : { defaultBehavior: showPictures }),
    })
    acceptDistribution(distribution, edge)
    this.url = `https://${edge?.domain?.name ?? distribution.distributionDomainName}`
  }

  #domain({ domain }: Edge) {
    if (!domain) return {}
    const { name, certificateArn } = domain
    const certificate = Certificate.fromCertificateArn(this, 'Certificate', certificateArn)
    return { domainNames: [name], certificate }
  }

  #webAcl({ firewall }: Edge): string | undefined {
    if (!firewall) return undefined
    if ('webAclArn' in firewall) return firewall.webAclArn
    return new Firewall(this, 'Firewall', firewall.requestsPerIpIn5Minutes).webAclArn
  }
}
