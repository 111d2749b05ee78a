import {
  AllowedMethods,
  type BehaviorOptions,
  CachePolicy,
  ResponseHeadersPolicy,
  S3OriginAccessControl,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront'
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins'
import type { Bucket } from 'aws-cdk-lib/aws-s3'
import type { Construct } from 'constructs'

/** Serves and caches pictures of a private bucket, which CloudFront may read (OAC). */
export function picturesBehavior(scope: Construct, bucket: Bucket): BehaviorOptions {
  // Created explicitly, so that its id does not depend on the order of the origins.
  const originAccessControl = new S3OriginAccessControl(scope, 'PicturesAccess')
  return {
    origin: S3BucketOrigin.withOriginAccessControl(bucket, { originAccessControl }),
    viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
    allowedMethods: AllowedMethods.ALLOW_GET_HEAD,
    cachePolicy: CachePolicy.CACHING_OPTIMIZED,
    responseHeadersPolicy: ResponseHeadersPolicy.SECURITY_HEADERS,
  }
}
