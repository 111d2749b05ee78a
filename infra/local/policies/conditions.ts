import {
  type AuthorizationRequest,
  type Condition,
  toList,
  UnsupportedPolicyError,
} from './policy.ts'
import { matchesArn, matchesWildcard } from './wildcard.ts'

interface Comparison {
  readonly matches: (actual: string, expected: string) => boolean
  readonly negated: boolean
}

interface ConditionOperator extends Comparison {
  /** Whether the condition is true when the call does not send the key. */
  readonly holdsWithoutValue: boolean
}

const isSameText = (actual: string, expected: string) => actual === expected
const isSameBool = (actual: string, expected: string) =>
  actual.toLowerCase() === expected.toLowerCase()
const isLike = (actual: string, expected: string) => matchesWildcard(expected, actual)
const isArnLike = (actual: string, expected: string) => matchesArn(expected, actual)

const comparisons = new Map<string, Comparison>([
  ['StringEquals', { matches: isSameText, negated: false }],
  ['StringNotEquals', { matches: isSameText, negated: true }],
  ['StringLike', { matches: isLike, negated: false }],
  // AWS documents both as the same operator: ArnEquals takes wildcards too.
  ['ArnLike', { matches: isArnLike, negated: false }],
  ['ArnEquals', { matches: isArnLike, negated: false }],
  ['Bool', { matches: isSameBool, negated: false }],
])

const IF_EXISTS = 'IfExists'
const FOR_ANY = 'ForAnyValue:'

/**
 * Parses a condition operator such as `StringLike`, `StringEqualsIfExists` or `ForAnyValue:StringEquals`,
 * which AWS uses for `dynamodb:EnclosingOperation`.
 * @throws UnsupportedPolicyError for any other operator. ForAllValues is one of them, because no call here
 * sends a key with several values.
 */
export function parseOperator(name: string): ConditionOperator {
  const forAny = name.startsWith(FOR_ANY)
  const ifExists = name.endsWith(IF_EXISTS)
  const comparison = comparisons.get(
    name.slice(forAny ? FOR_ANY.length : 0, ifExists ? -IF_EXISTS.length : undefined),
  )
  if (!comparison) throw new UnsupportedPolicyError(`the condition operator ${name} is unknown`)
  if (forAny && ifExists) {
    // AWS's documentation contradicts itself about a missing key here, so either result could be wrong.
    throw new UnsupportedPolicyError(`the condition operator ${name} is ambiguous: drop IfExists`)
  }
  return { ...comparison, holdsWithoutValue: !forAny && (comparison.negated || ifExists) }
}

function holdsFor(
  { matches, negated, holdsWithoutValue }: ConditionOperator,
  actual: string | undefined,
  expected: readonly string[],
): boolean {
  if (actual === undefined) return holdsWithoutValue
  return expected.some((one) => matches(actual, one)) !== negated
}

function contextValue(context: AuthorizationRequest['context'], key: string): string | undefined {
  // IAM ignores case in the names of condition keys.
  const wanted = key.toLowerCase()
  return Object.entries(context).find(([name]) => name.toLowerCase() === wanted)?.[1]
}

/** Returns whether every operator and every key of a statement's condition holds for the call. */
export function conditionHolds(
  condition: Condition,
  context: AuthorizationRequest['context'],
): boolean {
  return Object.entries(condition).every(([name, keys]) => {
    const operator = parseOperator(name)
    return Object.entries(keys).every(([key, values]) =>
      holdsFor(operator, contextValue(context, key), toList(values).map(String)),
    )
  })
}
