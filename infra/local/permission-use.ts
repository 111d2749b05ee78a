import type { FunctionPrincipal } from './aws-endpoint/access.ts'
import type { CallReport } from './aws-endpoint/aws-endpoint.ts'
import type { Need } from './aws-endpoint/service.ts'
import { coversAction } from './iam/evaluate.ts'
import { type PolicyDocument, type Statement, toList } from './iam/policy.ts'
import { matchesResource } from './iam/wildcard.ts'

/** One action that one statement allows on one resource: what permissions are counted in. */
export interface Grant {
  /** The policy's name in the template, as in `usersTable`. */
  readonly policy: string
  readonly action: string
  /** As in the policy; after a `not ` where that names what is left out. */
  readonly resource: string
}

/** A permission that was asked for and not given, and how often. */
export interface Refusal {
  readonly action: string
  readonly resource: string
  readonly times: number
}

/** What became of a function's grants. */
export interface FunctionPermissions {
  readonly name: string
  readonly used: readonly Grant[]
  readonly unused: readonly Grant[]
  readonly refused: readonly Refusal[]
  /** Grants for what AWS does in the function's name, which does not pass the endpoint. */
  readonly setApart: readonly Grant[]
}

/** A function as far as its permissions go. */
type Permitted = Pick<FunctionPrincipal, 'policies'> & { readonly name: string }

/** Logs: the policy of that name that each role has. */
const LOGS = { policy: /^logs$/, actions: ['logs:CreateLogStream', 'logs:PutLogEvents'] }
/** Traces: the same. */
const TRACING = {
  policy: /^tracing$/,
  actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
}
/** What the CDK attaches to a role for event sources and their failure queues. */
const ATTACHED = {
  policy: /DefaultPolicy/,
  actions: [
    ...['sqs:ReceiveMessage', 'sqs:ChangeMessageVisibility', 'sqs:DeleteMessage'],
    ...['sqs:GetQueueUrl', 'sqs:GetQueueAttributes', 'sqs:SendMessage'],
    ...['dynamodb:ListStreams', 'dynamodb:DescribeStream'],
    ...['dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
  ],
}

/** Follows which grants the functions of a stack use, and what they are refused. */
export class PermissionUse {
  readonly #used = new Map<Statement, Set<string>>()
  readonly #refused = new Map<string, Map<string, Refusal>>()

  /** Takes a call into account; made to be the stack's `onCall`. */
  readonly record = ({ principal, service, operation, decisions, allowed }: CallReport): void => {
    if (principal?.kind !== 'function') return
    for (const { need, decision } of decisions) {
      if (!decision.allowed) this.#refuse(principal.functionName, need)
      else if (decision.statement) this.#use(decision.statement, need)
    }
    if (allowed || decisions.some(({ decision }) => !decision.allowed)) return
    // No service or operation that the endpoint knows, so there was nothing to decide.
    const action = `${service}:${operation ?? '(unknown)'}`
    this.#refuse(principal.functionName, { action, resource: '(unknown)' })
  }

  /** What became of the grants of each function up to now. */
  report(functions: readonly Permitted[]): FunctionPermissions[] {
    return functions.map(({ name, policies }) => {
      const grants = policies.flatMap(grantsOf)
      const setApart = grants.filter(({ grant }) => isSetApart(grant))
      const counted = grants.filter(({ grant }) => !isSetApart(grant))
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
    // What a wildcard allows beside this is not known to be needed: it never counts as used.
    if (action === undefined || resource === undefined || /[*?]/.test(action)) return
    const used = this.#used.get(statement) ?? new Set()
    this.#used.set(statement, used.add(keyOf({ action, resource })))
  }

  #refuse(functionName: string, { action, resource }: Need): void {
    const ofFunction = this.#refused.get(functionName) ?? new Map<string, Refusal>()
    const key = keyOf({ action, resource })
    const times = (ofFunction.get(key)?.times ?? 0) + 1
    this.#refused.set(functionName, ofFunction.set(key, { action, resource, times }))
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

function isSetApart({ policy, action }: Grant): boolean {
  return [LOGS, TRACING, ATTACHED].some(
    (own) => own.policy.test(policy) && own.actions.includes(action),
  )
}

function keyOf({ action, resource }: Pick<Grant, 'action' | 'resource'>): string {
  return `${action} ${resource}`
}
