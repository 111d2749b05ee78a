import { type Argon2Parameters, argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { toNfc } from './nfc.ts'

// Hashes and compares passwords. A stored hash is a PHC string: `$argon2id$v=19$parameters$salt$hash`.

// OWASP Password Storage Cheat Sheet: argon2id with 19 MiB, 2 passes, 1 lane. `memory` is in KiB.
const PARAMETERS = { memory: 19_456, passes: 2, parallelism: 1 }
/** How a hash with these parameters begins. */
const PREFIX = `$argon2id$v=19$m=${PARAMETERS.memory},t=${PARAMETERS.passes},p=${PARAMETERS.parallelism}$`
const HASH_BYTES = 32
const SALT_BYTES = 16
const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/

const derive = promisify<'argon2id', Argon2Parameters, Buffer>(argon2)

/** The prefix of a stored hash that another system made. `npm run import` stores it; the next login replaces it. */
export const IMPORTED_PREFIX = 'imported:'

/** A hash that no password matches. A login with an unknown e-mail is compared with it, so that it takes as long. */
export const NO_PASSWORD_HASH = toPhc(Buffer.alloc(SALT_BYTES), Buffer.alloc(HASH_BYTES))

/** Hashes a password with a new salt. The password is normalised to NFC, but not trimmed or truncated. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(SALT_BYTES)
  const derived = await derive('argon2id', {
    ...PARAMETERS,
    message: toNfc(password),
    nonce,
    tagLength: HASH_BYTES,
  })
  return toPhc(nonce, derived)
}

/**
 * Compares a password, normalised to NFC, with a stored hash.
 * @returns whether it matches, and whether the hash is `outdated`: made by another system, or with parameters
 * that differ from today's. The caller should then hash the password again.
 */
export async function verifyPassword(
  password: string,
  stored: string,
): Promise<{ matches: boolean; outdated: boolean }> {
  if (stored.startsWith(IMPORTED_PREFIX)) {
    // Loaded on demand, because bcrypt is larger than a function's own code.
    const { verifyImported } = await import('./verify-imported.ts')
    return await verifyImported(password, stored.slice(IMPORTED_PREFIX.length))
  }
  const [, memory, passes, parallelism, salt, hash] = PHC.exec(stored) ?? []
  if (!salt || !hash) throw new Error('The stored password hash is not an argon2id PHC string')
  const cost = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) }
  const expected = Buffer.from(hash, 'base64')
  const derived = await derive('argon2id', {
    ...cost,
    message: toNfc(password),
    nonce: Buffer.from(salt, 'base64'),
    tagLength: expected.length,
  })
  return {
    matches: timingSafeEqual(derived, expected),
    outdated: !stored.startsWith(PREFIX),
  }
}

function toPhc(salt: Buffer, hash: Buffer): string {
  const [encodedSalt, encodedHash] = [salt, hash].map((bytes) =>
    bytes.toString('base64').replaceAll('=', ''),
  )
  return `${PREFIX}${encodedSalt}$${encodedHash}`
}
