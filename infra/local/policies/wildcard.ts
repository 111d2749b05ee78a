/** The parts of `arn:partition:service:region:account:resource`. */
export const ARN_PARTS = 6

/**
 * Returns whether `text` matches `pattern`, where `*` stands for any characters and `?` for exactly one.
 * Case-sensitive.
 */
export function matchesWildcard(pattern: string, text: string): boolean {
  return matches(pattern, text, () => true)
}

/**
 * Returns whether a policy's Resource covers a resource, as in IAM. A wildcard matches slashes, but no colon.
 * Only a `*` before a colon or at the end of the pattern matches colons too.
 */
export function matchesResource(pattern: string, resource: string): boolean {
  return matches(pattern, resource, (wildcard, next, character) => {
    return character !== ':' || (wildcard === '*' && (next === ':' || next === undefined))
  })
}

/**
 * Returns whether an ARN matches a pattern of `ArnLike`: each of the six parts is compared alone, so
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
  // Colons within the resource belong to the last part.
  return [...parts.slice(0, ARN_PARTS - 1), parts.slice(ARN_PARTS - 1).join(':')]
}

/** Returns whether a wildcard matches a character. `next` is the character after the wildcard in the pattern. */
type StandsFor = (wildcard: string, next: string | undefined, character: string) => boolean

/**
 * Matches a pattern. Reads the text once, and keeps every position that the pattern can have reached so far.
 * Even with many stars it takes at most pattern length × text length steps.
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

/** Adds the position after each star, because a star can also match nothing. */
function reachable(places: Iterable<number>, pattern: string): Set<number> {
  const all = new Set(places)
  // The loop also visits places that it adds.
  for (const place of all) if (pattern[place] === '*') all.add(place + 1)
  return all
}
