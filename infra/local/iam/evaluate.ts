import { conditionHolds } from './conditions.ts'
import {
  type AuthorizationRequest,
  type OneOrMany,
  type PolicyDocument,
  type Statement,
  toList,
} from './policy.ts'
import { matchesWildcard } from './wildcard.ts'

/** IAM's answer, and the statement that decided it where one did. */
export interface Decision {
  readonly allowed: boolean
  readonly reason: 'allowed' | 'explicit deny' | 'no statement allows it'
  readonly statement?: Statement
}

function namesAction(patterns: OneOrMany<string>, action: string): boolean {
  const wanted = action.toLowerCase()
  return toList(patterns).some((pattern) => matchesWildcard(pattern.toLowerCase(), wanted))
}

function namesResource(patterns: OneOrMany<string>, resource: string): boolean {
  return toList(patterns).some((pattern) => matchesWildcard(pattern, resource))
}

function covers(statement: Statement, { action, resource }: AuthorizationRequest): boolean {
  const { Action, NotAction, Resource, NotResource } = statement
  return (
    (Action === undefined || namesAction(Action, action)) &&
    (NotAction === undefined || !namesAction(NotAction, action)) &&
    (Resource === undefined || namesResource(Resource, resource)) &&
    (NotResource === undefined || !namesResource(NotResource, resource))
  )
}

function applies(statement: Statement, request: AuthorizationRequest): boolean {
  if (!covers(statement, request)) return false
  return !statement.Condition || conditionHolds(statement.Condition, request.context)
}

/**
 * Decides a call as IAM does within one account: a matching Deny wins, else a matching Allow, else
 * the call is denied. The policies must have passed `checkPolicy`, which refuses what this ignores.
 */
export function evaluate(
  policies: readonly PolicyDocument[],
  request: AuthorizationRequest,
): Decision {
  let allowedBy: Statement | undefined
  for (const statement of policies.flatMap((policy) => toList(policy.Statement))) {
    if (statement.Effect === 'Allow' && allowedBy) continue
    if (!applies(statement, request)) continue
    if (statement.Effect === 'Deny') return { allowed: false, reason: 'explicit deny', statement }
    allowedBy = statement
  }
  if (!allowedBy) return { allowed: false, reason: 'no statement allows it' }
  return { allowed: true, reason: 'allowed', statement: allowedBy }
}
