import { Duration, Fn, Stack } from 'aws-cdk-lib'
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager'
import {
  AllowedMethods,
  type BehaviorOptions,
  CachePolicy,
  Function as CloudFrontFunction,
  Distribution,
  FunctionCode,
  FunctionEventType,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  HttpVersion,
  OriginRequestPolicy,
  ResponseHeadersPolicy,
  S3OriginAccessControl,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront'
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins'
import type { Bucket } from 'aws-cdk-lib/aws-s3'
import { Construct } from 'constructs'
import { ORIGIN_SECRET_HEADER, VIEWER_ADDRESS_HEADER } from '../../../shared/http/edge-headers.ts'
import type { Stage, Edge as StageEdge } from '../../stages/stage.ts'
import { acknowledgeDistribution } from '../nag/acknowledge-distribution.ts'
import { Firewall } from './firewall.ts'
import { OriginSecrets } from './origin-secrets.ts'

/** What stands behind the distribution. */
export interface EdgeProps {
  readonly stage: Stage
  readonly pictures: Bucket
  /** The API's own URL. */
  readonly apiUrl: string
}

// Pictures are at `/<user id>/…`, and a user id has 24 characters: with the API behind the same
// distribution or without it, a picture's URL stays the same.
const PICTURES = `/${'?'.repeat(24)}/*`

/** The distribution: in front of the pictures always, of the API where the stage has an edge. */
export class Edge extends Construct {
  /** Without a slash at its end. */
  readonly url: string
  /** Secrets of which the functions take each, joined by commas. */
  readonly originSecrets?: string

  constructor(scope: Construct, id: string, { stage, pictures, apiUrl }: EdgeProps) {
    super(scope, id)
    const { edge } = stage
    const { stackName } = Stack.of(this)
    const showPictures = this.#showPictures(pictures)
    const secrets = edge && new OriginSecrets(this, 'OriginSecrets', edge.originSecrets)
    this.originSecrets = secrets?.accepted
    const distribution = new Distribution(this, 'Distribution', {
      comment: stackName,
      httpVersion: HttpVersion.HTTP2_AND_3,
      ...(edge && secrets
        ? {
            ...this.#named(edge),
            webAclId: this.#firewall(edge),
            defaultBehavior: this.#callApi(apiUrl, secrets.sent),
            additionalBehaviors: { [PICTURES]: showPictures },
          }
        : { defaultBehavior: showPictures }),
    })
    acknowledgeDistribution(distribution, edge)
    this.url = `https://${edge?.domain?.name ?? distribution.distributionDomainName}`
  }

  #named({ domain }: StageEdge) {
    if (!domain) return {}
    const { name, certificateArn } = domain
    const certificate = Certificate.fromCertificateArn(this, 'Certificate', certificateArn)
    return { domainNames: [name], certificate }
  }

  #firewall({ firewall }: StageEdge): string | undefined {
    if (!firewall) return undefined
    if ('webAclArn' in firewall) return firewall.webAclArn
    return new Firewall(this, 'Firewall', firewall.requestsPerIpIn5Minutes).webAclArn
  }

  /** Everything reaches the API as it came, and nothing is kept. */
  #callApi(apiUrl: string, secret: string): BehaviorOptions {
    const domain = Fn.select(2, Fn.split('/', apiUrl))
    return {
      origin: new HttpOrigin(domain, { customHeaders: { [ORIGIN_SECRET_HEADER]: secret } }),
      viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
      allowedMethods: AllowedMethods.ALLOW_ALL,
      cachePolicy: CachePolicy.CACHING_DISABLED,
      // With the viewer's Host, API Gateway would not know which API is meant.
      originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      responseHeadersPolicy: this.#securityHeaders(),
      functionAssociations: [
        { function: this.#tellViewerAddress(), eventType: FunctionEventType.VIEWER_REQUEST },
      ],
    }
  }

  /**
   * That policy forwards no header of CloudFront's own, and would forward one that a client invents:
   * so this one is written over whatever came.
   */
  #tellViewerAddress(): CloudFrontFunction {
    return new CloudFrontFunction(this, 'TellViewerAddress', {
      // The CDK's own name has no stage in it, and is the account's.
      functionName: `${Stack.of(this).stackName}-viewer-address`,
      code: FunctionCode.fromInline(
        `function handler(event) {
  event.request.headers['${VIEWER_ADDRESS_HEADER}'] = { value: event.viewer.ip };
  return event.request;
}`,
      ),
    })
  }

  /** For what CloudFront and API Gateway answer by themselves; the functions' own headers stay. */
  #securityHeaders(): ResponseHeadersPolicy {
    const override = false
    return new ResponseHeadersPolicy(this, 'SecurityHeaders', {
      securityHeadersBehavior: {
        strictTransportSecurity: { accessControlMaxAge: Duration.days(365), override },
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: HeadersFrameOption.DENY, override },
        referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override },
        contentSecurityPolicy: {
          contentSecurityPolicy: "default-src 'none'; frame-ancestors 'none'",
          override,
        },
      },
      customHeadersBehavior: {
        customHeaders: [{ header: 'cache-control', value: 'no-store', override }],
      },
    })
  }

  #showPictures(bucket: Bucket): BehaviorOptions {
    // Made by itself, so that it is the same whichever place the pictures have among the origins.
    const originAccessControl = new S3OriginAccessControl(this, 'PicturesAccess')
    return {
      origin: S3BucketOrigin.withOriginAccessControl(bucket, { originAccessControl }),
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      allowedMethods: AllowedMethods.ALLOW_GET_HEAD,
      cachePolicy: CachePolicy.CACHING_OPTIMIZED,
      responseHeadersPolicy: ResponseHeadersPolicy.SECURITY_HEADERS,
    }
  }
}
