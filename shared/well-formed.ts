/** The JSON escape of a surrogate: half of a character in UTF-16. */
const ESCAPED_SURROGATE = /\\u[dD][89a-fA-F]/

/**
 * Whether no string of a parsed JSON text has a surrogate without its other half. Such a string has no UTF-8 form, so
 * storing or hashing it would change it.
 * @param json the well-formed text, from which `value` was parsed. It is searched first, because that is faster.
 */
export function hasOnlyWholeCharacters(json: string, value: unknown): boolean {
  return !ESCAPED_SURROGATE.test(json) || isWellFormed(value)
}

/** Whether all keys and strings are well-formed Unicode. Not recursive: deep nesting could overflow the stack. */
function isWellFormed(root: unknown): boolean {
  const pending = [root]
  while (pending.length > 0) {
    const value = pending.pop()
    if (typeof value === 'string' && !value.isWellFormed()) return false
    if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value)) pending.push(key, inner)
    }
  }
  return true
}
