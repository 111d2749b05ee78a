import { type Argon2Parameters, argon2, pbkdf2, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { compare, truncates } from 'bcryptjs'
import { type ImportedHash, parseImportedHash } from './imported-hash.ts'
import { toNfc } from './nfc.ts'

const deriveArgon2 = promisify<'argon2id' | 'argon2i', Argon2Parameters, Buffer>(argon2)
const derivePbkdf2 = promisify(pbkdf2)

/**
 * Compares a password with a hash that another system made. That system may not have normalised the password,
 * so this compares it as given, then in NFC (one form of each character). Loaded only for such a hash.
 * @returns whether the password matches, and whether the hash is `outdated`: the caller should hash the password
 * again. A bcrypt hash is not outdated when the password is longer than 72 bytes. bcrypt compares only the first 72, so
 * the rest may be wrong, and a new hash would store the wrong password.
 */
export async function verifyImported(
  password: string,
  hash: string,
): Promise<{ matches: boolean; outdated: boolean }> {
  const parsed = parseImportedHash(hash)
  if (!parsed) throw new Error('The stored password hash of another system has an unknown form')
  for (const candidate of new Set([password, toNfc(password)])) {
    if (await isPasswordOf(candidate, hash, parsed)) {
      return { matches: true, outdated: parsed.kind !== 'bcrypt' || !truncates(candidate) }
    }
  }
  return { matches: false, outdated: false }
}

async function isPasswordOf(
  password: string,
  hash: string,
  parsed: ImportedHash,
): Promise<boolean> {
  if (parsed.kind === 'bcrypt') return await compare(password, hash)
  const { key } = parsed
  return timingSafeEqual(await derive(password, parsed), key)
}

async function derive(
  password: string,
  parsed: Exclude<ImportedHash, { kind: 'bcrypt' }>,
): Promise<Buffer> {
  const { salt, key } = parsed
  if (parsed.kind === 'pbkdf2') {
    return await derivePbkdf2(password, salt, parsed.iterations, key.length, parsed.digest)
  }
  const { kind, memory, passes, parallelism } = parsed
  const tagLength = key.length
  return await deriveArgon2(kind, {
    message: password,
    nonce: salt,
    memory,
    passes,
    parallelism,
    tagLength,
  })
}
