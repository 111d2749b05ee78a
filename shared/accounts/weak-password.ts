// Refuses new passwords that an attacker tries first.

/** One character, repeated. */
const ONE_REPEATED_CHARACTER = /^(.)\1*$/u
/** Digits and symbols that people add at the end of a name. */
const SUFFIX = /[^\p{L}]+$/u
const NOT_LETTERS = /[^\p{L}]/gu

/** The user whose password is checked. */
export interface PasswordOwner {
  email: string
  firstName: string
  lastName: string
}

let common: Set<string> | undefined

/**
 * Checks that a new password is not one of the most common, and not the owner's e-mail address or name: an
 * attacker tries those first (NIST SP 800-63B-4, 3.1.1.2).
 * @returns the problem in English, or undefined when there is none.
 */
export async function findPasswordProblem(
  password: string,
  owner: PasswordOwner,
): Promise<string | undefined> {
  const lower = password.toLowerCase()
  if (ONE_REPEATED_CHARACTER.test(lower) || (await commonPasswords()).has(lower)) {
    return 'Is one of the most common passwords'
  }
  if (isOwnEmailOrName(lower, owner)) return 'Must not be your e-mail address or name'
  return undefined
}

/** Loads the list of common passwords on first use, because it is larger than a function's own code. */
async function commonPasswords(): Promise<Set<string>> {
  if (!common) {
    const { COMMON_PASSWORDS } = await import('./common-passwords.ts')
    common = new Set(COMMON_PASSWORDS.split(/\s/))
  }
  return common
}

function isOwnEmailOrName(
  password: string,
  { email, firstName, lastName }: PasswordOwner,
): boolean {
  if (password === email) return true
  const [first, last] = [firstName, lastName].map(toLetters)
  const names = [
    toLetters(email.split('@')[0] ?? ''),
    first,
    last,
    `${first}${last}`,
    `${last}${first}`,
  ]
  const bare = toLetters(password.replace(SUFFIX, ''))
  return bare !== '' && names.includes(bare)
}

function toLetters(text: string): string {
  return text.toLowerCase().normalize('NFC').replace(NOT_LETTERS, '')
}
