import { parseOperator } from './conditions.ts'
import { type PolicyDocument, UnsupportedPolicyError } from './policy.ts'
import { ARN_PARTS } from './wildcard.ts'

type JsonObject = Readonly<Record<string, unknown>>

const POLICY_KEYS = ['Version', 'Id', 'Statement']
const STATEMENT_KEYS = ['Sid', 'Effect', 'Action', 'Resource', 'NotResource', 'Condition']
const VERSIONS: readonly unknown[] = [undefined, '2012-10-17', '2008-10-17']

function refuse(where: string, problem: string): never {
  throw new UnsupportedPolicyError(`${where}: ${problem}`)
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function objectAt(where: string, value: unknown): JsonObject {
  return isObject(value) ? value : refuse(where, `${JSON.stringify(value)} is not an object`)
}

function checkKeys(where: string, object: JsonObject, known: readonly string[]): void {
  for (const key of Object.keys(object)) {
    if (key === 'Principal' || key === 'NotPrincipal') {
      refuse(where, `${key} belongs in a resource policy, not in an identity policy`)
    }
    if (key === 'NotAction') refuse(where, 'NotAction is not supported: name the actions')
    if (!known.includes(key)) refuse(where, `the key ${key} is unknown`)
  }
}

/** Calls `check` with the place and the entry, for each entry of a list or for a single value. */
function checkEach(where: string, value: unknown, check: (at: string, one: unknown) => void): void {
  if (!Array.isArray(value)) {
    check(where, value)
    return
  }
  if (value.length === 0) refuse(where, 'the list is empty')
  for (const [index, one] of value.entries()) check(`${where}[${index}]`, one)
}

function checkText(where: string, value: unknown): string {
  if (typeof value !== 'string') {
    return refuse(where, `${JSON.stringify(value)} is not a string: resolve it first`)
  }
  // Refused, because `evaluate` compares plain text: a policy variable such as ${aws:username} would never match.
  if (value.includes('${')) refuse(where, `the policy variable in ${value} is not supported`)
  return value
}

function checkAction(where: string, value: unknown): void {
  const action = checkText(where, value)
  // IAM allows a wildcard in the operation, not in the name of the service.
  if (action !== '*' && !/^[a-z0-9-]+:[a-z0-9*?]+$/i.test(action)) {
    refuse(where, `${action} is not service:Operation`)
  }
}

function checkResource(where: string, value: unknown): void {
  const resource = checkText(where, value)
  // IAM completes an ARN with too few parts by its own rules, so such an ARN is refused here. An ARN that ends with a
  // star needs no more parts.
  const parts = resource.split(':')
  const isFull = resource.endsWith('*') || parts.length >= ARN_PARTS
  if (resource === '*') return
  if (parts[0] !== 'arn' || !isFull) refuse(where, `${resource} is neither * nor a full ARN`)
  if (!/^[a-z0-9-]+$/.test(parts[2] ?? '')) {
    refuse(where, `${resource} names no service: IAM allows no wildcard there`)
  }
}

function checkConditionValue(where: string, value: unknown, isBool: boolean): void {
  if (typeof value !== 'boolean' && typeof value !== 'number') checkText(where, value)
  if (isBool && !/^(?:true|false)$/i.test(String(value))) {
    refuse(where, `${value} is neither true nor false`)
  }
}

function checkCondition(where: string, value: unknown): void {
  for (const [operator, keys] of Object.entries(objectAt(where, value))) {
    try {
      parseOperator(operator)
    } catch (error) {
      refuse(where, (error as UnsupportedPolicyError).message)
    }
    const isBool = /^(?:ForAnyValue:)?Bool/.test(operator)
    const tests = Object.entries(objectAt(`${where}.${operator}`, keys))
    if (tests.length === 0) refuse(`${where}.${operator}`, 'it names no key')
    for (const [key, values] of tests) {
      checkEach(`${where}.${operator}.${key}`, values, (at, one) =>
        checkConditionValue(at, one, isBool),
      )
    }
  }
}

function checkResources(where: string, statement: JsonObject): void {
  const present = ['Resource', 'NotResource'].filter((key) => statement[key] !== undefined)
  const [key] = present
  if (key === undefined || present.length > 1) {
    refuse(where, 'it needs either Resource or NotResource')
  }
  checkEach(`${where}.${key}`, statement[key], checkResource)
}

function checkStatement(where: string, value: unknown): void {
  const statement = objectAt(where, value)
  checkKeys(where, statement, STATEMENT_KEYS)
  const { Effect, Condition } = statement
  if (Effect !== 'Allow' && Effect !== 'Deny') {
    refuse(where, `the Effect ${JSON.stringify(Effect)} is neither Allow nor Deny`)
  }
  checkEach(`${where}.Action`, statement.Action, checkAction)
  checkResources(where, statement)
  if (Condition !== undefined) checkCondition(`${where}.Condition`, Condition)
}

/**
 * Checks that `evaluate` supports all parts of a policy, and returns the policy with its type. The local stack
 * calls it at its start, and does not start with a policy that AWS would read differently.
 * @throws UnsupportedPolicyError naming the place and the problem, as in
 * `Statement[1].Resource: {"Ref":"Users"} is not a string: resolve it first`.
 */
export function checkPolicy(policy: unknown): PolicyDocument {
  const document = objectAt('the policy', policy)
  checkKeys('the policy', document, POLICY_KEYS)
  if (!VERSIONS.includes(document.Version)) {
    refuse('the policy', `the Version ${JSON.stringify(document.Version)} is unknown`)
  }
  checkEach('Statement', document.Statement, checkStatement)
  return policy as PolicyDocument
}
