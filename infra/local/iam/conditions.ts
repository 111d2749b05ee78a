import {
  type AuthorizationRequest,
  type Condition,
  toList,
  UnsupportedPolicyError,
} from './policy.ts'
import { matchesArn, matchesWildcard } from './wildcard.ts'

type Quantifier = 'ForAnyValue' | 'ForAllValues'

interface Comparison {
  readonly matches: (actual: string, expected: string) => boolean
  readonly negated: boolean
}

interface ConditionOperator extends Comparison {
  readonly quantifier?: Quantifier
  readonly ifExists: boolean
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

function splitQuantifier(name: string): { quantifier?: Quantifier; rest: string } {
  for (const quantifier of ['ForAnyValue', 'ForAllValues'] as const) {
    if (name.startsWith(`${quantifier}:`)) {
      return { quantifier, rest: name.slice(quantifier.length + 1) }
    }
  }
  return { rest: name }
}

/**
 * Reads an operator such as `ForAnyValue:StringLike` or `StringEqualsIfExists`.
 * @throws UnsupportedPolicyError for an operator whose meaning is unknown here.
 */
export function parseOperator(name: string): ConditionOperator {
  const { quantifier, rest } = splitQuantifier(name)
  const ifExists = rest.endsWith(IF_EXISTS)
  const comparison = comparisons.get(ifExists ? rest.slice(0, -IF_EXISTS.length) : rest)
  if (!comparison) throw new UnsupportedPolicyError(`the condition operator ${name} is unknown`)
  if (quantifier === 'ForAnyValue' && ifExists) {
    // AWS's documentation gives two answers for a missing key, so neither is safe.
    throw new UnsupportedPolicyError(`the condition operator ${name} is ambiguous: drop IfExists`)
  }
  return { ...comparison, quantifier, ifExists }
}

/** What an operator says about a key that the call does not carry. */
function holdsWithoutValue({ quantifier, negated, ifExists }: ConditionOperator): boolean {
  if (quantifier) return quantifier === 'ForAllValues'
  return negated || ifExists
}

function holdsFor(
  operator: ConditionOperator,
  actual: readonly string[],
  expected: readonly string[],
): boolean {
  if (actual.length === 0) return holdsWithoutValue(operator)
  const { matches, negated, quantifier } = operator
  const holds = (value: string) => expected.some((one) => matches(value, one)) !== negated
  const every = quantifier ? quantifier === 'ForAllValues' : negated
  return every ? actual.every(holds) : actual.some(holds)
}

function contextValues(context: AuthorizationRequest['context'], key: string): readonly string[] {
  // IAM compares the names of condition keys without regard to case.
  const wanted = key.toLowerCase()
  const found = Object.entries(context).find(([name]) => name.toLowerCase() === wanted)
  return found ? toList(found[1]) : []
}

/** Whether every operator and every key of a statement's condition holds for the call. */
export function conditionHolds(
  condition: Condition,
  context: AuthorizationRequest['context'],
): boolean {
  return Object.entries(condition).every(([name, keys]) => {
    const operator = parseOperator(name)
    return Object.entries(keys).every(([key, values]) =>
      holdsFor(operator, contextValues(context, key), toList(values).map(String)),
    )
  })
}
