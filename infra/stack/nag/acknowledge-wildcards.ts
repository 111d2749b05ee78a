import { Stack, Validations } from 'aws-cdk-lib'
import type { Role } from 'aws-cdk-lib/aws-iam'
import type { Resource } from '../../../shared/config.ts'
import type { Uses } from '../../../shared/function-contract.ts'
import type { GrantedResource } from '../storage/granted-resource.ts'

const REASONS: Readonly<Record<string, { suffix: string; reason: string }>> = {
  index: {
    suffix: '/index/*',
    reason:
      'The indexes of one named table, and Query alone. They hold nothing but items of that table.',
  },
  objects: {
    suffix: '/*',
    reason:
      'The objects of one named bucket, and the contract’s actions alone. Their keys are random, so there is no narrower pattern.',
  },
}

/** Tells cdk-nag why a function's policies have the wildcards that they have. */
export function acknowledgeWildcards(
  role: Role,
  uses: Uses,
  resources: Readonly<Record<Resource, GrantedResource>>,
): void {
  const validations = Validations.of(role)
  validations.acknowledge({
    id: 'AwsSolutions-IAM5[Resource::*]',
    reason: 'The two actions by which Lambda writes traces to X-Ray, which knows no resources.',
  })
  for (const used of Object.keys(uses)) {
    const [resource, part = ''] = used.split('/')
    const wildcard = REASONS[part]
    if (!wildcard) continue
    const arn = Stack.of(role).resolve(resources[resource as Resource].arn)
    const target = arn['Fn::GetAtt'].join('.')
    const { suffix, reason } = wildcard
    validations.acknowledge({ id: `AwsSolutions-IAM5[Resource::<${target}>${suffix}]`, reason })
  }
}
