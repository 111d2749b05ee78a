/** IAM lets a policy name one thing or a list of things, wherever it names anything. */
export type OneOrMany<T> = T | readonly T[]

/** CloudFormation leaves `true` and `5` unquoted; IAM compares them as text. */
type ConditionValue = string | boolean | number

/** Operator, then context key, then the values of which one must match. */
export type Condition = Readonly<
  Record<string, Readonly<Record<string, OneOrMany<ConditionValue>>>>
>

/**
 * One rule of a policy, in IAM's own spelling. Either Resource or NotResource is present. NotAction
 * is refused: who may do all but something cannot be held against what is done.
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
 * An identity policy whose template functions are resolved: every ARN is a string.
 * Pass what comes from a template through `checkPolicy` to get one.
 */
export interface PolicyDocument {
  readonly Version?: string
  readonly Id?: string
  readonly Statement: OneOrMany<Statement>
}

/**
 * One question to IAM. `action` is `service:Operation`, `resource` an ARN or `*` for an operation
 * without resources, `context` the condition keys that the service sends with the call.
 */
export interface AuthorizationRequest {
  readonly action: string
  readonly resource: string
  readonly context: Readonly<Record<string, string>>
}

/**
 * A policy says something that the local evaluator does not understand. Guessing would grant or
 * deny what AWS does not, so the policy is refused. `message` names the place and the thing.
 */
export class UnsupportedPolicyError extends Error {
  override readonly name = 'UnsupportedPolicyError'
}

/** The list form of a value that IAM accepts alone or as a list. */
export function toList<T>(value: OneOrMany<T>): readonly T[] {
  return Array.isArray(value) ? value : [value as T]
}
