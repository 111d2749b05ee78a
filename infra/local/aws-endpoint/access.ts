import { checkPolicy } from '../iam/check-policy.ts'
import { type Decision, evaluate } from '../iam/evaluate.ts'
import { type PolicyDocument, toList, UnsupportedPolicyError } from '../iam/policy.ts'
import type { Need } from './service.ts'

/** A caller that may do anything: the tools that set up and inspect the local stack. */
interface OperatorPrincipal {
  readonly kind: 'operator'
}

/** A Lambda function with the identity policies of its role. Without `roleArn`, its name is used. */
export interface FunctionPrincipal {
  readonly kind: 'function'
  readonly functionName: string
  readonly roleArn?: string
  readonly policies: readonly PolicyDocument[]
}

/** Whose access key it is. */
export type Principal = OperatorPrincipal | FunctionPrincipal

/** A need and IAM's answer to it. */
export interface DecidedNeed {
  readonly need: Need
  readonly decision: Decision
}

interface AccessOptions {
  readonly account: string
  readonly principals: Map<string, Principal>
  /** Every condition key that a call may carry, with its service's prefix. */
  readonly contextKeys: readonly string[]
  /** The services whose calls are decided here; conditions on other services' keys are inert. */
  readonly services: readonly string[]
}

/** What the endpoint itself knows about each call. AWS is only reached over TLS. */
const everyCall = { 'aws:SecureTransport': 'true' }

/** Decisions kept per principal. Above this, they are forgotten: object keys never end. */
const MAX_DECISIONS = 10_000

/**
 * Who may do what. Principals are looked up in the map that was given, so one that is added later is
 * known at once. Policies are checked when a principal is first seen; decisions are remembered.
 */
export class Access {
  readonly #options: AccessOptions
  readonly #decisions = new WeakMap<FunctionPrincipal, Map<string, Decision>>()

  /** @throws UnsupportedPolicyError naming the function whose policy cannot be evaluated. */
  constructor(options: AccessOptions) {
    this.#options = options
    for (const principal of options.principals.values()) {
      if (principal.kind === 'function') this.#decisionsOf(principal)
    }
  }

  find(accessKeyId: string): Principal | undefined {
    return this.#options.principals.get(accessKeyId)
  }

  /** What the function's policies say to each need. */
  decide(principal: FunctionPrincipal, needs: readonly Need[]): DecidedNeed[] {
    return needs.map((need) => ({ need, decision: this.#decide(principal, need) }))
  }

  /** Replaces the policies of a function, for every key that is its own. */
  replacePolicies(functionName: string, policies: readonly PolicyDocument[]): void {
    const { principals } = this.#options
    const own = [...principals].filter(
      ([, one]) => one.kind === 'function' && one.functionName === functionName,
    )
    if (own.length === 0) throw new Error(`No access key belongs to the function ${functionName}`)
    for (const [key, principal] of own) {
      const replaced = { ...(principal as FunctionPrincipal), policies }
      // A new object, so that what was decided for the old one is forgotten with it.
      this.#decisionsOf(replaced)
      principals.set(key, replaced)
    }
  }

  /** IAM's words for a denial, as the SDK shows them. */
  explain(principal: FunctionPrincipal, { need, decision }: DecidedNeed): string {
    const because =
      decision.reason === 'explicit deny'
        ? 'with an explicit deny in an identity-based policy'
        : `because no identity-based policy allows the ${need.action} action`
    return `${this.whoMayNot(principal, need.action)} on resource: ${need.resource} ${because}`
  }

  /** The start of every denial: `User: ARN is not authorized to perform: ACTION`. */
  whoMayNot({ functionName, roleArn }: FunctionPrincipal, action: string): string {
    const role = roleArn?.split('/').at(-1) ?? functionName
    const user = `arn:aws:sts::${this.#options.account}:assumed-role/${role}/${functionName}`
    return `User: ${user} is not authorized to perform: ${action}`
  }

  #decide(principal: FunctionPrincipal, { action, resource, context }: Need): Decision {
    const decisions = this.#decisionsOf(principal)
    const key = `${action} ${resource} ${context ? JSON.stringify(context) : ''}`
    const known = decisions.get(key)
    if (known) return known
    const request = { action, resource, context: { ...everyCall, ...context } }
    const decision = evaluate(principal.policies, request)
    if (decisions.size >= MAX_DECISIONS) decisions.clear()
    decisions.set(key, decision)
    return decision
  }

  #decisionsOf(principal: FunctionPrincipal): Map<string, Decision> {
    const known = this.#decisions.get(principal)
    if (known) return known
    this.#check(principal)
    const decisions = new Map<string, Decision>()
    this.#decisions.set(principal, decisions)
    return decisions
  }

  #check({ functionName, policies }: FunctionPrincipal): void {
    try {
      for (const policy of policies) this.#checkConditionKeys(checkPolicy(policy))
    } catch (cause) {
      if (!(cause instanceof UnsupportedPolicyError)) throw cause
      throw new UnsupportedPolicyError(`Policy of ${functionName}: ${cause.message}`, { cause })
    }
  }

  /** A key that AWS would send and this endpoint does not would make a Deny pass unnoticed. */
  #checkConditionKeys(policy: PolicyDocument): void {
    const { contextKeys, services } = this.#options
    const sent = new Set(
      [...Object.keys(everyCall), ...contextKeys].map((key) => key.toLowerCase()),
    )
    for (const { Condition = {} } of toList(policy.Statement)) {
      for (const key of Object.values(Condition).flatMap(Object.keys)) {
        const prefix = key.split(':', 1)[0]?.toLowerCase() ?? ''
        const isExpected = prefix === 'aws' || services.includes(prefix)
        if (isExpected && !sent.has(key.toLowerCase())) {
          throw new UnsupportedPolicyError(`the condition key ${key} is not sent by this endpoint`)
        }
      }
    }
  }
}
