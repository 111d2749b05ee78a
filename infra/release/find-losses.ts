import {
  fullDiff,
  type Resource,
  type ResourceDifference,
  ResourceImpact,
} from '@aws-cdk/cloudformation-diff'
import type { Template } from './released-template.ts'
import { findSettingLosses } from './setting-losses.ts'

/** A stateful resource that a deployment would delete, replace, or leave with less protection. */
export interface Loss {
  readonly logicalId: string
  /** CloudFormation type, e.g. `AWS::S3::Bucket`. */
  readonly type: string
  /** What would happen to the resource, e.g. `would be deleted`. */
  readonly effect: string
}

/**
 * The word that accepts this one loss, e.g. `TablesReportsTable5A80208F:lose-its-index-byContent`. Another loss of the
 * same resource has another word.
 */
export function acceptanceOf({ logicalId, effect }: Loss): string {
  return `${logicalId}:${effect.replace(/^would /, '').replaceAll(/[^\w.]+/g, '-')}`
}

const LOG_GROUP = 'AWS::Logs::LogGroup'
const TABLE = 'AWS::DynamoDB::GlobalTable'

/**
 * Types that hold data, logs or a secret, or have an address that clients know. A topic has a
 * subscription that its reader confirmed. All other resources in us-east-1 can be created again.
 */
const STATEFUL = [
  'AWS::ApiGatewayV2::Api',
  'AWS::CloudFront::Distribution',
  TABLE,
  LOG_GROUP,
  'AWS::S3::Bucket',
  'AWS::SecretsManager::Secret',
  'AWS::SNS::Topic',
  'AWS::SQS::Queue',
]

const LEFT_BEHIND = 'would be removed from the stack and left behind'

const EFFECTS: Partial<Record<ResourceImpact, string>> = {
  [ResourceImpact.WILL_DESTROY]: 'would be deleted',
  [ResourceImpact.WILL_ORPHAN]: LEFT_BEHIND,
  [ResourceImpact.WILL_REPLACE]: 'would be replaced by an empty one',
  [ResourceImpact.MAY_REPLACE]: 'might be replaced by an empty one',
}

/** Policies that keep a resource when its stack is deleted. */
const RETAIN_POLICIES = ['Retain', 'RetainExceptOnCreate']

/** The policies that protect a resource, and what happens without each of them. */
const POLICIES = {
  DeletionPolicy: 'would no longer outlive the stack',
  UpdateReplacePolicy: 'would no longer outlive its replacement',
} as const

/** Lists what the stateful resources of a released stack would lose with a new template. */
export function findLosses(released: Template, next: Template): Loss[] {
  const losses: Loss[] = []
  fullDiff(released, next).resources.forEachDifference((logicalId, change) => {
    const type = change.oldResourceType
    if (!type || !STATEFUL.includes(type)) return
    const gone = type === LOG_GROUP && isRetained(change) ? undefined : EFFECTS[change.changeImpact]
    const restored = gone === LEFT_BEHIND ? findRestored(change, next) : undefined
    const effects =
      gone && !restored
        ? [gone]
        : findWeakenings(type, change.oldValue, restored ?? change.newValue)
    losses.push(...effects.map((effect) => ({ logicalId, type, effect })))
  })
  return losses
}

/** Whether a removed log group is kept. Its logs then stay readable, so that only its deletion is a loss. */
function isRetained({ oldValue, newValue }: ResourceDifference): boolean {
  return retains((newValue ?? oldValue)?.[newValue ? 'UpdateReplacePolicy' : 'DeletionPolicy'])
}

/** Finds the restored table (`npm run restore`) that replaces a removed table in the new template. */
function findRestored({ oldValue }: ResourceDifference, { Resources }: Template) {
  const name = oldValue?.Metadata?.table
  const tables = Object.values(Resources) as Resource[]
  return tables.find(({ Type, Metadata, Properties }) => {
    return Type === TABLE && name && Metadata?.table === name && Properties?.TableName
  })
}

/** What a resource that stays, or the table in its place, would lose. */
function findWeakenings(type: string, oldValue?: Resource, newValue?: Resource): string[] {
  if (!oldValue || !newValue) return []
  const policies = Object.entries(POLICIES).filter(([policy]) => {
    return retains(oldValue[policy]) && !retains(newValue[policy])
  })
  const settings = findSettingLosses(type, oldValue.Properties ?? {}, newValue.Properties ?? {})
  return [...policies.map(([, effect]) => effect), ...settings]
}

function retains(policy: unknown): boolean {
  return RETAIN_POLICIES.includes(String(policy))
}
