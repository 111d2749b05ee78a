const REPEATED = /^(.)\1*$/u
/** Digits and symbols that people add to a name. */
const SUFFIX = /[^\p{L}]+$/u
const NOT_LETTERS = /[^\p{L}]/gu

/** The person that a password is for. */
export interface PasswordOwner {
  email: string
  firstName: string
  lastName: string
}

let common: Set<string> | undefined

/**
 * Checks a new password against the most common ones, and against the owner's own e-mail address and name: those are
 * what an attacker tries first (NIST SP 800-63B-4, 3.1.1.2).
 * @returns what is wrong with it, or undefined.
 */
export async function findPasswordProblem(
  password: string,
  owner: PasswordOwner,
): Promise<string | undefined> {
  const lower = password.toLowerCase()
  if (REPEATED.test(lower) || (await commonPasswords()).has(lower)) {
    return 'Is one of the most common passwords'
  }
  if (isOwn(lower, owner)) return 'Must not be your e-mail address or name'
  return undefined
}

/** Loads the list on first use, because it is larger than a function's own code. */
async function commonPasswords(): Promise<Set<string>> {
  if (!common) {
    const { COMMON_PASSWORDS } = await import('./common-passwords.ts')
    common = new Set(COMMON_PASSWORDS.split(/\s/))
  }
  return common
}

function isOwn(password: string, { email, firstName, lastName }: PasswordOwner): boolean {
  if (password === email) return true
  const [first, last] = [firstName, lastName].map(toLetters)
  const own = [
    toLetters(email.split('@')[0] ?? ''),
    first,
    last,
    `${first}${last}`,
    `${last}${first}`,
  ]
  const bare = toLetters(password.replace(SUFFIX, ''))
  return bare !== '' && own.includes(bare)
}

function toLetters(text: string): string {
  return text.toLowerCase().normalize('NFC').replace(NOT_LETTERS, '')
}
