/** `arn:partition:service:region:account:resource`. */
export const ARN_PARTS = 6

/**
 * Whether `text` fits `pattern`, where `*` stands for any characters and `?` for exactly one.
 * Case-sensitive.
 */
export function matchesWildcard(pattern: string, text: string): boolean {
  return matches(pattern, text, () => true)
}

/**
 * Whether a policy's Resource covers a resource. As IAM has it, a wildcard stays within its segment,
 * the text between two colons, and may hold slashes; only a `*` that ends a segment goes beyond.
 */
export function matchesResource(pattern: string, resource: string): boolean {
  return matches(pattern, resource, (wildcard, next, character) => {
    return character !== ':' || (wildcard === '*' && (next === ':' || next === undefined))
  })
}

/**
 * Whether an ARN fits a pattern as `ArnLike` sees it: each of the six parts is compared alone, so
 * that a wildcard never reaches into the next part.
 */
export function matchesArn(pattern: string, arn: string): boolean {
  const actual = splitArn(arn)
  const expected = splitArn(pattern)
  if (actual.length !== expected.length) return false
  return expected.every((part, index) => matchesWildcard(part, actual[index] ?? ''))
}

function splitArn(arn: string): string[] {
  const parts = arn.split(':')
  // A resource may hold colons of its own: they belong to the last part.
  return [...parts.slice(0, ARN_PARTS - 1), parts.slice(ARN_PARTS - 1).join(':')]
}

/** Whether a wildcard, with what follows it in the pattern, may stand for a character. */
type StandsFor = (wildcard: string, next: string | undefined, character: string) => boolean

/**
 * Follows all places in the pattern at which the text so far may have ended, so that many stars
 * take pattern times text at worst.
 */
function matches(pattern: string, text: string, standsFor: StandsFor): boolean {
  let places = reachable([0], pattern)
  for (const character of text) {
    const next = new Set<number>()
    for (const place of places) {
      const one = pattern[place]
      const isWildcard = one === '*' || one === '?'
      const fits = isWildcard ? standsFor(one, pattern[place + 1], character) : one === character
      if (fits) next.add(one === '*' ? place : place + 1)
    }
    places = reachable(next, pattern)
  }
  return places.has(pattern.length)
}

/** The places, and those behind their stars, which may stand for nothing. */
function reachable(places: Iterable<number>, pattern: string): Set<number> {
  const all = new Set(places)
  // A set's own additions are visited too.
  for (const place of all) if (pattern[place] === '*') all.add(place + 1)
  return all
}
