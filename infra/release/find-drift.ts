import { fullDiff, ResourceImpact } from '@aws-cdk/cloudformation-diff'
import type { Template } from './released-template.ts'

/** A resource that a deployment would take away, with what it holds. */
export interface Drift {
  readonly logicalId: string
  readonly type: string
  readonly what: string
}

/** What holds data or a secret, and what clients know the address of. */
const STATEFUL = [
  'AWS::ApiGatewayV2::Api',
  'AWS::CloudFront::Distribution',
  'AWS::DynamoDB::GlobalTable',
  'AWS::S3::Bucket',
  'AWS::SecretsManager::Secret',
  'AWS::SQS::Queue',
]

const LOSSES: Partial<Record<ResourceImpact, string>> = {
  [ResourceImpact.WILL_DESTROY]: 'is removed, and destroyed',
  [ResourceImpact.WILL_ORPHAN]: 'is removed from the stack, and left behind',
  [ResourceImpact.WILL_REPLACE]: 'is replaced by an empty one',
  [ResourceImpact.MAY_REPLACE]: 'may be replaced by an empty one',
}

/**
 * What a released stack would lose by the deployment of today's template: stateful resources that
 * go or are replaced, and those that would no longer outlive the stack.
 */
export function findDrift(released: Template, today: Template): Drift[] {
  const found: Drift[] = []
  fullDiff(released, today).resources.forEachDifference((logicalId, change) => {
    const type = change.oldResourceType
    if (!type || !STATEFUL.includes(type)) return
    const loss = LOSSES[change.changeImpact]
    const policy = change.otherChanges.DeletionPolicy
    if (loss) found.push({ logicalId, type, what: loss })
    else if (policy?.oldValue === 'Retain') {
      found.push({ logicalId, type, what: 'would no longer outlive the stack' })
    }
  })
  return found
}
