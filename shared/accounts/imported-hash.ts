// Parses password hashes that other systems made, in the forms that `npm run import` accepts.

/** A parsed hash. `memory` is in KiB. The costs have no upper limit here: infra/ops/import/stored-hash.ts sets one. */
export type ImportedHash =
  | { readonly kind: 'bcrypt'; readonly cost: number }
  | (Derived & {
      readonly kind: 'pbkdf2'
      readonly digest: 'sha256' | 'sha512'
      readonly iterations: number
    })
  | (Derived & {
      readonly kind: 'argon2id' | 'argon2i'
      readonly memory: number
      readonly passes: number
      readonly parallelism: number
    })

/** The salt of a hash, and the key that was derived from the password: the hash itself. */
interface Derived {
  readonly salt: Buffer
  readonly key: Buffer
}

// `$2a$`, `$2b$` and `$2y$` name the same algorithm. The letter only shows whether a version with a
// known bug may have made the hash.
const BCRYPT = /^\$2[aby]\$(0[4-9]|[12]\d|3[01])\$[./A-Za-z0-9]{53}$/
// A PHC string (`$algorithm$parameters$salt$hash`) with the parameters `i=…,l=…`, or the older form of Python's
// passlib: only a number of iterations as parameters, and `.` instead of `+` in base64.
const PBKDF2 =
  /^\$pbkdf2-(sha256|sha512)\$(?:i=)?(\d+)(?:,l=\d+)?\$([A-Za-z0-9+/.]+)\$([A-Za-z0-9+/.]+)$/
const ARGON2 =
  /^\$(argon2id|argon2i)\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/
/** The fewest bytes of a derived key. With a shorter key, some wrong passwords could match by chance. */
const MIN_KEY_BYTES = 16
/** The fewest bytes of an Argon2 salt. Source: RFC 9106, 3.1. */
const MIN_SALT_BYTES = 8

/** Parses a hash. Returns undefined for any other form, because a login could not verify it. */
export function parseImportedHash(hash: string): ImportedHash | undefined {
  const [, cost] = BCRYPT.exec(hash) ?? []
  if (cost) return { kind: 'bcrypt', cost: Number(cost) }
  return parsePbkdf2(hash) ?? parseArgon2(hash)
}

function parsePbkdf2(hash: string): ImportedHash | undefined {
  const [, digest, rounds, salt = '', key = ''] = PBKDF2.exec(hash) ?? []
  const iterations = Number(rounds)
  const derived = toDerived(salt, key)
  if (!digest || iterations < 1 || !derived) return undefined
  return { kind: 'pbkdf2', digest: digest as 'sha256' | 'sha512', iterations, ...derived }
}

function parseArgon2(hash: string): ImportedHash | undefined {
  const [, kind, ...numbers] = ARGON2.exec(hash) ?? []
  const [memory = 0, passes = 0, parallelism = 0] = numbers.slice(0, 3).map(Number)
  const derived = toDerived(numbers[3] ?? '', numbers[4] ?? '')
  // The lower bounds of RFC 9106, 3.1.
  const isValid = passes >= 1 && parallelism >= 1 && memory >= 8 * parallelism
  if (!kind || !derived || !isValid || derived.salt.length < MIN_SALT_BYTES) return undefined
  return { kind: kind as 'argon2id' | 'argon2i', memory, passes, parallelism, ...derived }
}

function toDerived(salt: string, key: string): Derived | undefined {
  const [saltBytes, keyBytes] = [salt, key].map((text) =>
    Buffer.from(text.replaceAll('.', '+'), 'base64'),
  )
  if (!saltBytes || !keyBytes || keyBytes.length < MIN_KEY_BYTES) return undefined
  return { salt: saltBytes, key: keyBytes }
}
