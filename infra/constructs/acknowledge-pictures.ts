import { Validations } from 'aws-cdk-lib'
import type { Distribution } from 'aws-cdk-lib/aws-cloudfront'
import type { Bucket } from 'aws-cdk-lib/aws-s3'

const NO_ACCESS_LOG =
  'Profile pictures are public to whoever has their URL, so who looks at them decides nothing: a log of it would be a collection of addresses. Writes come from named functions, whose logs and traces tell of them.'

/** Tells cdk-nag why the pictures' bucket is as it is. */
export function acknowledgeBucket(bucket: Bucket): void {
  Validations.of(bucket).acknowledge({ id: 'AwsSolutions-S1', reason: NO_ACCESS_LOG })
}

/** Tells cdk-nag why the distribution in front of it is as it is. */
export function acknowledgeDistribution(distribution: Distribution): void {
  Validations.of(distribution).acknowledge(
    {
      id: 'AwsSolutions-CFR1',
      reason: 'Users travel: there is no country in which a picture must not be seen.',
    },
    {
      id: 'AwsSolutions-CFR2',
      reason:
        'Behind it are GET and HEAD of immutable objects in a private bucket: no code, query or form that a firewall could guard.',
    },
    { id: 'AwsSolutions-CFR3', reason: NO_ACCESS_LOG },
    {
      id: 'AwsSolutions-CFR4',
      reason:
        'Without a domain of its own the certificate is CloudFront’s, with which no minimum of TLS can be chosen. Viewers that speak 1.2 or 1.3 get it.',
    },
  )
}
