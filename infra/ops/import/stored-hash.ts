import { type ImportedHash, parseImportedHash } from '../../../shared/accounts/imported-hash.ts'
import { IMPORTED_PREFIX, NO_PASSWORD_HASH } from '../../../shared/accounts/password.ts'
import { LineError } from './line-error.ts'

// The most that a hash may cost, so that a login ends well before the function's timeout of 25 s. A hash
// at these limits takes at most 1.2 s on a whole CPU. A password may be tried in two forms, and at 1024 MB
// a function has 0.58 of a CPU: 2 × 1.2 s ÷ 0.58 = 4 s.
const MAX_BCRYPT_COST = 14
const MAX_PBKDF2_ITERATIONS = 2_000_000
/** KiB. The functions that verify it have 1024 MB. */
const MAX_ARGON2_MEMORY = 256 * 1024
/** KiB × passes. */
const MAX_ARGON2_WORK = 4 * MAX_ARGON2_MEMORY
const MAX_ARGON2_PARALLELISM = 16
// Each pass starts and joins four threads per lane, which takes longer than the work when there is little memory:
// 128 KiB with 8192 passes and 16 lanes took 65 s.
const MAX_ARGON2_PASSES_AND_LANES = 1024

/**
 * Converts an old password hash to the one that the profile stores. Without a hash, or with one of an unknown
 * form, it returns NO_PASSWORD_HASH, which matches no password: the user has to reset the password.
 * @throws LineError that names the cost, when a login with this hash would take too long.
 */
export function toStoredHash(old: string | null | undefined): string {
  const parsed = old ? parseImportedHash(old) : undefined
  if (!parsed) return NO_PASSWORD_HASH
  for (const [name, cost, max] of costsOf(parsed)) {
    if (cost > max)
      throw new LineError(`password_hash: ${parsed.kind} ${name} ${cost} is above ${max}`)
  }
  return `${IMPORTED_PREFIX}${old}`
}

/** Whether a stored hash matches no password, so that the user has to reset the password. */
export function hasNoPassword(storedHash: string): boolean {
  return storedHash === NO_PASSWORD_HASH
}

function costsOf(parsed: ImportedHash): [name: string, cost: number, max: number][] {
  if (parsed.kind === 'bcrypt') return [['cost', parsed.cost, MAX_BCRYPT_COST]]
  if (parsed.kind === 'pbkdf2') {
    // Each block of the key is derived with all iterations (RFC 8018, 5.2).
    const blocks = Math.ceil(parsed.key.length / (parsed.digest === 'sha256' ? 32 : 64))
    return [['iterations', parsed.iterations * blocks, MAX_PBKDF2_ITERATIONS]]
  }
  const { memory, passes, parallelism } = parsed
  return [
    ['memory in KiB', memory, MAX_ARGON2_MEMORY],
    ['memory times passes in KiB', memory * passes, MAX_ARGON2_WORK],
    ['parallelism', parallelism, MAX_ARGON2_PARALLELISM],
    ['passes times parallelism', passes * parallelism, MAX_ARGON2_PASSES_AND_LANES],
  ]
}
