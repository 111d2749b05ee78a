import { conditionHolds } from './conditions.ts'
import { type AuthorizationRequest, type PolicyDocument, type Statement, toList } from './policy.ts'
import { matchesResource, matchesWildcard } from './wildcard.ts'

/** The decision on a call, and the statement that determined it, if any. */
export interface Decision {
  readonly allowed: boolean
  readonly reason: 'allowed' | 'explicit deny' | 'no statement allows it'
  readonly statement?: Statement
}

/** Returns whether a statement's Action covers an action. Ignores case; `*` and `?` are wildcards. */
export function coversAction(pattern: string, action: string): boolean {
  return matchesWildcard(pattern.toLowerCase(), action.toLowerCase())
}

function coversResource({ Resource, NotResource }: Statement, resource: string): boolean {
  const isNamed = toList(Resource ?? NotResource ?? []).some((one) =>
    matchesResource(one, resource),
  )
  return Resource === undefined ? !isNamed : isNamed
}

function applies(statement: Statement, { action, resource, context }: AuthorizationRequest) {
  return (
    toList(statement.Action).some((pattern) => coversAction(pattern, action)) &&
    coversResource(statement, resource) &&
    (!statement.Condition || conditionHolds(statement.Condition, context))
  )
}

/**
 * Allows or denies a call by the identity policies of the caller's role, as IAM does within one account: a
 * matching Deny wins, else a matching Allow, else the call is denied.
 * Supported: Action, Resource and NotResource with their wildcards, and the condition operators of
 * `conditions.ts`. Not supported: resource policies, permissions boundaries, session policies, SCPs
 * and RCPs, roles of other accounts, NotAction, policy variables, keys with several values.
 * @param policies must have passed `checkPolicy`, which refuses the unsupported parts of identity
 * policies.
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
