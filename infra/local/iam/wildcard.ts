/**
 * Whether `text` fits `pattern`, where `*` stands for any characters and `?` for exactly one.
 * Case-sensitive. As in IAM, `*` also covers the colons and slashes of an ARN.
 */
export function matchesWildcard(pattern: string, text: string): boolean {
  let p = 0
  let t = 0
  let star = -1
  let resume = 0
  while (t < text.length) {
    // The star first: a text may itself contain a literal `*`.
    if (pattern[p] === '*') {
      star = p++
      resume = t
    } else if (pattern[p] === '?' || pattern[p] === text[t]) {
      p++
      t++
    } else if (star >= 0) {
      // Only the last star can still give way, so this stays quadratic at worst.
      p = star + 1
      t = ++resume
    } else {
      return false
    }
  }
  while (pattern[p] === '*') p++
  return p === pattern.length
}

/** `arn:partition:service:region:account:resource`. */
export const ARN_PARTS = 6

function splitArn(arn: string): string[] {
  const parts = arn.split(':')
  // A resource may hold colons of its own: they belong to the last part.
  return [...parts.slice(0, ARN_PARTS - 1), parts.slice(ARN_PARTS - 1).join(':')]
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
