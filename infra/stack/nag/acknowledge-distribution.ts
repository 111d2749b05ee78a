import { Validations } from 'aws-cdk-lib'
import type { Distribution } from 'aws-cdk-lib/aws-cloudfront'
import type { Edge } from '../../stages/stage.ts'

/** Tells cdk-nag why the distribution is as it is. */
export function acknowledgeDistribution(distribution: Distribution, edge: Edge | undefined): void {
  Validations.of(distribution).acknowledge(
    {
      id: 'AwsSolutions-CFR1',
      reason: 'Users travel: there is no country from which the service must not be used.',
    },
    {
      id: 'AwsSolutions-CFR3',
      reason:
        'API Gateway logs each request to the API. Pictures are public to whoever has their URL: a log of who looks at them decides nothing, and would be a collection of addresses.',
    },
  )
  if (!edge?.firewall) {
    Validations.of(distribution).acknowledge({
      id: 'AwsSolutions-CFR2',
      reason:
        'A firewall is made, or attached by its ARN, where the stage names one; CloudFront takes only those of us-east-1. Without it the pictures are immutable objects, and the API’s functions validate every input and keep their own limits per address, account and phone.',
    })
  }
  if (!edge?.domain) {
    Validations.of(distribution).acknowledge({
      id: 'AwsSolutions-CFR4',
      reason:
        'Without a domain of its own the certificate is CloudFront’s, with which no minimum of TLS can be chosen. Viewers that speak 1.2 or 1.3 get it.',
    })
  }
}
