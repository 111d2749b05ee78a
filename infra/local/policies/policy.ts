/** One value or a list of values: IAM accepts both in a policy. */
export type OneOrMany<T> = T | readonly T[]

/** A value in a condition. Templates may contain `true` and `5` without quotes; IAM compares them as text. */
type ConditionValue = string | boolean | number

/** Operator → condition key → values, one of which must match. */
export type Condition = Readonly<
  Record<string, Readonly<Record<string, OneOrMany<ConditionValue>>>>
>

/**
 * One rule of a policy, with IAM's property names. Either Resource or NotResource is present.
 * NotAction is refused: it grants every action that it does not list, so `npm run iam` could not list unused grants.
 */
export interface Statement {
  readonly Sid?: string
  readonly Effect: 'Allow' | 'Deny'
  readonly Action: OneOrMany<string>
  readonly Resource?: OneOrMany<string>
  readonly NotResource?: OneOrMany<string>
  readonly Condition?: Condition
}

/**
 * An identity policy without functions of CloudFormation: every ARN is a string.
 * `checkPolicy` converts a policy of a template to this type.
 */
export interface PolicyDocument {
  readonly Version?: string
  readonly Id?: string
  readonly Statement: OneOrMany<Statement>
}

/**
 * A call that the policies allow or deny. `action` is `service:Operation`. `resource` is an ARN, or `*` for an
 * operation without resources. `context` has the condition keys that the service sends with the call.
 */
export interface AuthorizationRequest {
  readonly action: string
  readonly resource: string
  readonly context: Readonly<Record<string, string>>
}

/**
 * Thrown for a policy with a feature that `evaluate` does not support, because a guess could allow calls that
 * AWS denies. `message` names the place in the policy and the feature.
 */
export class UnsupportedPolicyError extends Error {
  override readonly name = 'UnsupportedPolicyError'
}

/** Returns the list form of a value that is one entry or a list of them. */
export function toList<T>(value: OneOrMany<T>): readonly T[] {
  return Array.isArray(value) ? value : [value as T]
}
