import { checkPolicy } from '../policies/check-policy.ts'
import { type Decision, evaluate } from '../policies/evaluate.ts'
import { type PolicyDocument, toList, UnsupportedPolicyError } from '../policies/policy.ts'
import type { Need } from './aws-api.ts'

/** A caller with every permission: the tools that set up and inspect the local stack. */
interface OperatorPrincipal {
  readonly kind: 'operator'
}

/** A Lambda function with the policies of its role. Without `roleArn`, error messages name the function instead. */
export interface FunctionPrincipal {
  readonly kind: 'function'
  readonly functionName: string
  readonly roleArn?: string
  readonly policies: readonly PolicyDocument[]
}

/** The owner of an access key. */
export type Principal = OperatorPrincipal | FunctionPrincipal

/** A permission that a call needs, and the decision on it. */
export interface DecidedNeed {
  readonly need: Need
  readonly decision: Decision
}

interface AccessOptions {
  readonly account: string
  readonly principals: Map<string, Principal>
  /** Every condition key that a call may carry, with the prefix of its service. */
  readonly contextKeys: readonly string[]
  /** The services at this endpoint. Condition keys of other services are accepted and have no effect. */
  readonly services: readonly string[]
}

/** The condition keys of every call. SecureTransport is true, although this endpoint is HTTP, because SDKs call AWS with TLS. */
const commonContext = { 'aws:SecureTransport': 'true' }

/** Size of the cache of one caller. Each S3 object key adds a decision, so a full cache is emptied. */
const MAX_DECISIONS = 10_000

/**
 * Decides which caller (principal) may make which call. Reads callers from the given map on each call, so the
 * map may change. Checks the policies of a caller once, and caches decisions.
 */
export class Access {
  readonly #options: AccessOptions
  readonly #decisions = new WeakMap<FunctionPrincipal, Map<string, Decision>>()

  /** @throws UnsupportedPolicyError that names the function whose policy cannot be evaluated. */
  constructor(options: AccessOptions) {
    this.#options = options
    for (const principal of options.principals.values()) {
      if (principal.kind === 'function') this.#accept(principal)
    }
  }

  /** Returns the owner of an access key, undefined for an unknown key. */
  find(accessKeyId: string): Principal | undefined {
    return this.#options.principals.get(accessKeyId)
  }

  /** Decides each need by the function's policies. */
  decide(principal: FunctionPrincipal, needs: readonly Need[]): DecidedNeed[] {
    return needs.map((need) => ({ need, decision: this.#decide(principal, need) }))
  }

  /** Replaces the policies of a function, for each of its access keys. */
  replacePolicies(functionName: string, policies: readonly PolicyDocument[]): void {
    const { principals } = this.#options
    const own = [...principals].filter(
      ([, one]) => one.kind === 'function' && one.functionName === functionName,
    )
    if (own.length === 0) throw new Error(`No access key belongs to the function ${functionName}`)
    for (const [key, principal] of own) {
      // A new object, so that the cached decisions of the old one are not found any more.
      const replaced = { ...(principal as FunctionPrincipal), policies }
      this.#accept(replaced)
      principals.set(key, replaced)
    }
  }

  /**
   * Replaces all functions, by access key; operators stay.
   * @throws UnsupportedPolicyError, without a change.
   */
  replaceFunctions(functions: ReadonlyMap<string, FunctionPrincipal>): void {
    for (const principal of functions.values()) this.#accept(principal)
    const { principals } = this.#options
    for (const [key, { kind }] of principals) if (kind === 'function') principals.delete(key)
    for (const [key, principal] of functions) principals.set(key, principal)
  }

  /** Returns IAM's message for a denied need, as SDKs show it. */
  explain(principal: FunctionPrincipal, { need, decision }: DecidedNeed): string {
    const because =
      decision.reason === 'explicit deny'
        ? 'with an explicit deny in an identity-based policy'
        : `because no identity-based policy allows the ${need.action} action`
    return `${this.notAuthorized(principal, need.action)} on resource: ${need.resource} ${because}`
  }

  /** Returns the start of every denial: `User: ARN is not authorized to perform: ACTION`. */
  notAuthorized({ functionName, roleArn }: FunctionPrincipal, action: string): string {
    const role = roleArn?.split('/').at(-1) ?? functionName
    const user = `arn:aws:sts::${this.#options.account}:assumed-role/${role}/${functionName}`
    return `User: ${user} is not authorized to perform: ${action}`
  }

  #decide(principal: FunctionPrincipal, { action, resource, context }: Need): Decision {
    const decisions = this.#decisionsOf(principal)
    const key = `${action} ${resource} ${context ? JSON.stringify(context) : ''}`
    const cached = decisions.get(key)
    if (cached) return cached
    const request = { action, resource, context: { ...commonContext, ...context } }
    const decision = evaluate(principal.policies, request)
    if (decisions.size >= MAX_DECISIONS) decisions.clear()
    decisions.set(key, decision)
    return decision
  }

  #decisionsOf(principal: FunctionPrincipal): Map<string, Decision> {
    return this.#decisions.get(principal) ?? this.#accept(principal)
  }

  /** Checks the policies of a function, and starts its cache. */
  #accept(principal: FunctionPrincipal): Map<string, Decision> {
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

  /** Refuses a condition key that AWS sends and this endpoint does not: a Deny with it would never match. */
  #checkConditionKeys(policy: PolicyDocument): void {
    const { contextKeys, services } = this.#options
    const sent = new Set(
      [...Object.keys(commonContext), ...contextKeys].map((key) => key.toLowerCase()),
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
