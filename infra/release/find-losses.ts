import { fullDiff, ResourceImpact } from '@aws-cdk/cloudformation-diff'
import type { Template } from './released-template.ts'

/** A stateful resource that a deployment would delete, replace or no longer retain. */
export interface Loss {
  readonly logicalId: string
  /** CloudFormation type, e.g. `AWS::S3::Bucket`. */
  readonly type: string
  /** What would happen to the resource, e.g. `would be deleted`. */
  readonly effect: string
}

/** Types that hold data or a secret, or have an address that clients know. */
const STATEFUL = [
  'AWS::ApiGatewayV2::Api',
  'AWS::CloudFront::Distribution',
  'AWS::DynamoDB::GlobalTable',
  'AWS::S3::Bucket',
  'AWS::SecretsManager::Secret',
  'AWS::SQS::Queue',
]

const EFFECTS: Partial<Record<ResourceImpact, string>> = {
  [ResourceImpact.WILL_DESTROY]: 'would be deleted',
  [ResourceImpact.WILL_ORPHAN]: 'would be removed from the stack and left behind',
  [ResourceImpact.WILL_REPLACE]: 'would be replaced by an empty one',
  [ResourceImpact.MAY_REPLACE]: 'might be replaced by an empty one',
}

/** Policies that keep a resource when its stack is deleted. */
const RETAINING = ['Retain', 'RetainExceptOnCreate']

/** Lists the stateful resources that a released stack would lose with a new template. */
export function findLosses(released: Template, next: Template): Loss[] {
  const losses: Loss[] = []
  fullDiff(released, next).resources.forEachDifference((logicalId, change) => {
    const type = change.oldResourceType
    if (!type || !STATEFUL.includes(type)) return
    const effect = EFFECTS[change.changeImpact]
    const policy = change.otherChanges.DeletionPolicy
    if (effect) losses.push({ logicalId, type, effect })
    else if (retains(policy?.oldValue) && !retains(policy?.newValue)) {
      losses.push({ logicalId, type, effect: 'would no longer outlive the stack' })
    }
  })
  return losses
}

function retains(policy: unknown): boolean {
  return RETAINING.includes(String(policy))
}
