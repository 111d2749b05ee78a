import { coversAction } from '../policies/evaluate.ts'
import { type PolicyDocument, type Statement, toList } from '../policies/policy.ts'
import { matchesResource } from '../policies/wildcard.ts'
import type { FunctionPrincipal } from './access.ts'
import type { Need } from './aws-api.ts'
import type { CallReport } from './aws-endpoint.ts'

/** One action that one statement allows on one resource: the unit in which permissions are counted. */
export interface Grant {
  /** The policy's name in the template, as in `usersTable`. */
  readonly policy: string
  readonly action: string
  /** The ARN as in the policy. For a NotResource: `not ` and its ARNs. */
  readonly resource: string
}

/** A permission that a function's calls needed but the function does not have, and how often. */
export interface RefusedPermission {
  readonly action: string
  readonly resource: string
  readonly times: number
}

/** The grants that a function used or did not use, and the permissions that it was refused. */
export interface FunctionPermissions {
  readonly name: string
  readonly used: readonly Grant[]
  readonly unused: readonly Grant[]
  readonly refused: readonly RefusedPermission[]
  /** Grants that this report cannot check: AWS itself makes these calls for the function, not through this endpoint. */
  readonly setApart: readonly Grant[]
}

/**
 * Selects grants for `setApart`: these actions, in policies whose name matches. They count neither as
 * used nor as unused.
 */
export interface SetApartRule {
  readonly policy: RegExp
  readonly actions: readonly string[]
}

/** A function's name and policies. */
type PermittedFunction = Pick<FunctionPrincipal, 'policies'> & { readonly name: string }

/** The policy that the CDK attaches to a role for event sources and their failure queues. */
const EVENT_SOURCES: SetApartRule = {
  policy: /DefaultPolicy/,
  actions: [
    'sqs:ReceiveMessage',
    'sqs:ChangeMessageVisibility',
    'sqs:DeleteMessage',
    'sqs:GetQueueUrl',
    'sqs:GetQueueAttributes',
    'sqs:SendMessage',
    'dynamodb:ListStreams',
    'dynamodb:DescribeStream',
    'dynamodb:GetRecords',
    'dynamodb:GetShardIterator',
  ],
}

/** Records which grants the functions of a stack use, and which permissions they are refused. */
export class PermissionUse {
  readonly #used = new Map<Statement, Set<string>>()
  readonly #refused = new Map<string, Map<string, RefusedPermission>>()
  readonly #setApart: readonly SetApartRule[]

  /** @param setApart rules in addition to the rule for event sources, e.g. for logs and traces. */
  constructor(setApart: readonly SetApartRule[] = []) {
    this.#setApart = [EVENT_SOURCES, ...setApart]
  }

  /** Records a call. Pass it to the stack as `onCall`. */
  readonly record = ({ principal, service, operation, decisions, allowed }: CallReport): void => {
    if (principal?.kind !== 'function') return
    for (const { need, decision } of decisions) {
      if (!decision.allowed) this.#refuse(principal.functionName, need)
      else if (decision.statement) this.#use(decision.statement, need)
    }
    if (allowed || decisions.some(({ decision }) => !decision.allowed)) return
    // The call was refused although no permission is missing: the endpoint does not know its service or operation.
    const action = `${service}:${operation ?? '(unknown)'}`
    this.#refuse(principal.functionName, { action, resource: '(unknown)' })
  }

  /** Returns the use of each function's grants so far. */
  report(functions: readonly PermittedFunction[]): FunctionPermissions[] {
    return functions.map(({ name, policies }) => {
      const grants = policies.flatMap(grantsOf)
      const setApart = grants.filter(({ grant }) => this.#isSetApart(grant))
      const counted = grants.filter(({ grant }) => !this.#isSetApart(grant))
      const { used = [], unused = [] } = Object.groupBy(counted, ({ statement, grant }) =>
        this.#used.get(statement)?.has(keyOf(grant)) ? 'used' : 'unused',
      )
      return {
        name,
        used: used.map(({ grant }) => grant),
        unused: unused.map(({ grant }) => grant),
        refused: [...(this.#refused.get(name)?.values() ?? [])],
        setApart: setApart.map(({ grant }) => grant),
      }
    })
  }

  #use(statement: Statement, need: Need): void {
    const action = toList(statement.Action).find((one) => coversAction(one, need.action))
    const resource = resourcesOf(statement).find(
      (one) => isNegated(one) || matchesResource(one, need.resource),
    )
    // An action with a wildcard never counts as used, because no call shows that the function needs all of it.
    if (action === undefined || resource === undefined || /[*?]/.test(action)) return
    const used = this.#used.get(statement) ?? new Set()
    this.#used.set(statement, used.add(keyOf({ action, resource })))
  }

  #refuse(functionName: string, { action, resource }: Need): void {
    const ofFunction = this.#refused.get(functionName) ?? new Map<string, RefusedPermission>()
    const key = keyOf({ action, resource })
    const times = (ofFunction.get(key)?.times ?? 0) + 1
    this.#refused.set(functionName, ofFunction.set(key, { action, resource, times }))
  }

  #isSetApart({ policy, action }: Grant): boolean {
    return this.#setApart.some((rule) => rule.policy.test(policy) && rule.actions.includes(action))
  }
}

function grantsOf({ Id = '', Statement }: PolicyDocument) {
  return toList(Statement)
    .filter(({ Effect }) => Effect === 'Allow')
    .flatMap((statement) =>
      toList(statement.Action).flatMap((action) =>
        resourcesOf(statement).map((resource) => ({
          statement,
          grant: { policy: Id, action, resource } satisfies Grant,
        })),
      ),
    )
}

const NOT = 'not '

function resourcesOf({ Resource, NotResource }: Statement): readonly string[] {
  return Resource ? toList(Resource) : [`${NOT}${toList(NotResource ?? []).join(', ')}`]
}

function isNegated(resource: string): boolean {
  return resource.startsWith(NOT)
}

function keyOf({ action, resource }: Pick<Grant, 'action' | 'resource'>): string {
  return `${action} ${resource}`
}
