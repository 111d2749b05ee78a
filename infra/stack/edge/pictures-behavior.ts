import { Duration } from 'aws-cdk-lib'
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
import { MAX_COPY_AGE_SECONDS } from '../../../shared/profile-picture/limits.ts'

/** Serves pictures from a private bucket and caches each for an hour. Origin access control (OAC) lets CloudFront read. */
export function picturesBehavior(scope: Construct, bucket: Bucket): BehaviorOptions {
  // Created explicitly, so that its id does not depend on the order of the origins.
  const originAccessControl = new S3OriginAccessControl(scope, 'PicturesAccess')
  return {
    origin: S3BucketOrigin.withOriginAccessControl(bucket, { originAccessControl }),
    viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
    allowedMethods: AllowedMethods.ALLOW_GET_HEAD,
    cachePolicy: picturesCache(scope),
    responseHeadersPolicy: ResponseHeadersPolicy.SECURITY_HEADERS,
  }
}

/** Caches for a fixed time, whatever Cache-Control an object has, so that copies of deleted pictures expire in time. */
function picturesCache(scope: Construct): CachePolicy {
  const age = Duration.seconds(MAX_COPY_AGE_SECONDS)
  return new CachePolicy(scope, 'PicturesCache', {
    minTtl: Duration.seconds(0),
    defaultTtl: age,
    maxTtl: age,
  })
}
