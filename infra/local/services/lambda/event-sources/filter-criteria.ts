/** Returns true when a record matches one of the patterns, or when there are no patterns. */
export type RecordFilter = (record: object) => boolean

type Rule = (value: unknown) => boolean

/**
 * Reads the `FilterCriteria` of an event source mapping.
 * @throws Error that names an unsupported rule: a guess could pass records that Lambda would not.
 */
export function readFilter(criteria?: { Filters?: readonly { Pattern: string }[] }): RecordFilter {
  const patterns = (criteria?.Filters ?? []).map(({ Pattern }) => readPattern(JSON.parse(Pattern)))
  return (record) => patterns.length === 0 || patterns.some((matches) => matches(record))
}

/** A list has rules, one of which must match. An object has a pattern for each of its keys. */
function readPattern(pattern: unknown): Rule {
  if (Array.isArray(pattern)) {
    const rules = pattern.map(readRule)
    return (value) => rules.some((matches) => matches(value))
  }
  if (typeof pattern !== 'object' || pattern === null) return refuse(pattern)
  const parts = Object.entries(pattern).map(([key, inner]) => [key, readPattern(inner)] as const)
  return (value) => parts.every(([key, matches]) => matches(at(value, key)))
}

function at(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Record<string, unknown>)[key]
    : undefined
}

function readRule(rule: unknown): Rule {
  if (typeof rule !== 'object' || rule === null) return (value) => value === rule
  const [only, ...more] = Object.entries(rule)
  if (!only || more.length > 0) return refuse(rule)
  const [name, expected] = only
  switch (name) {
    case 'prefix':
      return (value) => typeof value === 'string' && value.startsWith(expected)
    case 'suffix':
      return (value) => typeof value === 'string' && value.endsWith(expected)
    case 'exists':
      return (value) => (value !== undefined) === expected
    case 'anything-but': {
      const unwanted: unknown[] = [expected].flat()
      return (value) => value !== undefined && !unwanted.includes(value)
    }
    default:
      return refuse(rule)
  }
}

function refuse(rule: unknown): never {
  throw new Error(`The filter rule ${JSON.stringify(rule)} is not supported locally`)
}
