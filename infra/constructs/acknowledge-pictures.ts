import { Validations } from 'aws-cdk-lib'
import type { Bucket } from 'aws-cdk-lib/aws-s3'

const NO_ACCESS_LOG =
  'Profile pictures are public to whoever has their URL, so who looks at them decides nothing: a log of it would be a collection of addresses. Writes come from named functions, whose logs and traces tell of them.'

/** Tells cdk-nag why the pictures' bucket is as it is. */
export function acknowledgeBucket(bucket: Bucket): void {
  Validations.of(bucket).acknowledge({ id: 'AwsSolutions-S1', reason: NO_ACCESS_LOG })
}
