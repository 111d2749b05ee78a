import { Duration, Stack } from 'aws-cdk-lib'
import {
  AllowedMethods,
  type BehaviorOptions,
  CachePolicy,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  ResponseHeadersPolicy,
  S3OriginAccessControl,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront'
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins'
import type { Bucket } from 'aws-cdk-lib/aws-s3'
import type { Construct } from 'constructs'
import { MAX_COPY_AGE_SECONDS } from '../../../shared/profile-picture/limits.ts'

/**
 * Serves pictures of a private bucket, which CloudFront may read (OAC), and caches each for an hour. Pages
 * of any origin may read a picture's pixels (CORS): a canvas and Flutter for the web do. CloudFront adds the
 * header only when a request has an Origin: a browser's copy of a request without one cannot be reused.
 */
export function picturesBehavior(scope: Construct, bucket: Bucket): BehaviorOptions {
  // Created explicitly, so that its id does not depend on the order of the origins.
  const originAccessControl = new S3OriginAccessControl(scope, 'PicturesAccess')
  return {
    origin: S3BucketOrigin.withOriginAccessControl(bucket, { originAccessControl }),
    viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
    allowedMethods: AllowedMethods.ALLOW_GET_HEAD,
    cachePolicy: picturesCache(scope),
    responseHeadersPolicy: picturesHeaders(scope),
  }
}

/**
 * Whatever an object is, a browser runs no script of it: it may be on the domain of the API, whose page /delete-account
 * asks for passwords. The function that writes objects decodes files of strangers.
 */
function picturesHeaders(scope: Construct): ResponseHeadersPolicy {
  const override = true
  return new ResponseHeadersPolicy(scope, 'PicturesHeaders', {
    // The same name as that of the cache policy.
    responseHeadersPolicyName: `${Stack.of(scope).stackName}-pictures`,
    corsBehavior: {
      accessControlAllowOrigins: ['*'],
      accessControlAllowHeaders: ['*'],
      accessControlAllowMethods: ['GET', 'HEAD'],
      accessControlAllowCredentials: false,
      originOverride: override,
    },
    securityHeadersBehavior: {
      contentSecurityPolicy: { contentSecurityPolicy: "default-src 'none'; sandbox", override },
      contentTypeOptions: { override },
      frameOptions: { frameOption: HeadersFrameOption.SAMEORIGIN, override },
      referrerPolicy: {
        referrerPolicy: HeadersReferrerPolicy.STRICT_ORIGIN_WHEN_CROSS_ORIGIN,
        override,
      },
      strictTransportSecurity: { accessControlMaxAge: Duration.days(365), override },
    },
  })
}

/** Caches for a fixed time, whatever Cache-Control an object has, so that copies of deleted pictures expire in time. */
function picturesCache(scope: Construct): CachePolicy {
  const age = Duration.seconds(MAX_COPY_AGE_SECONDS)
  return new CachePolicy(scope, 'PicturesCache', {
    // A name must be unique in the account, and the default name does not contain the stage.
    cachePolicyName: `${Stack.of(scope).stackName}-pictures`,
    minTtl: Duration.seconds(0),
    defaultTtl: age,
    maxTtl: age,
  })
}
