import type { PolicyDocument } from 'aws-cdk-lib/aws-iam'
import type { Resource } from '../../../shared/config.ts'
import type { Uses } from '../../../shared/function-contract.ts'
import { allow } from './allow.ts'

/** ARN suffixes for the parts that a contract names after a slash, as in `usersTable/index`. */
const ARN_SUFFIXES: Readonly<Record<string, string>> = { index: '/index/*', objects: '/*' }

/** The IAM policies of a function, one for each resource that its contract uses. */
export function contractPolicies(
  uses: Uses,
  resources: Readonly<Record<Resource, { readonly arn: string }>>,
): Record<string, PolicyDocument> {
  const policies: Record<string, PolicyDocument> = {}
  for (const [used, contractActions] of Object.entries(uses)) {
    const actions = [...contractActions]
    const [resource = '', part] = used.split('/')
    const arn = resources[resource as Resource]?.arn
    policies[used.replace('/', '-')] =
      used === 'sms'
        ? // Phone numbers have no ARN. All SNS ARNs are excluded, so only phone numbers are left.
          allow({ actions, notResources: ['arn:*:sns:*:*:*'] })
        : allow({ actions, resources: [`${arn}${part ? ARN_SUFFIXES[part] : ''}`] })
  }
  return policies
}
