import { Match } from 'aws-cdk-lib/assertions'
import { test } from 'vitest'
import { templateOf } from '../../../support/synthesize-stage.ts'

test('only the distribution may read the bucket of the pictures', async () => {
  const template = await templateOf('dev')
  template.hasResourceProperties('AWS::S3::Bucket', {
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    },
  })
  template.hasResourceProperties('AWS::S3::BucketPolicy', {
    PolicyDocument: {
      Statement: Match.arrayWith([
        Match.objectLike({
          Effect: 'Allow',
          Action: 's3:GetObject',
          Principal: { Service: 'cloudfront.amazonaws.com' },
          Condition: Match.anyValue(),
        }),
      ]),
    },
  })
})
