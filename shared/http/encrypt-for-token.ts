import { hkdf } from 'node:crypto'
import { promisify } from 'node:util'
import { CompactEncrypt } from 'jose/jwe/compact/encrypt'
import { splitToken } from '../accounts/token.ts'

/** The `info` parameter of the key derivation (HKDF, RFC 5869). Clients use the same text. */
export const KEY_INFO = 'user-api response v1'
const KEY_BYTES = 32

const derive = promisify(hkdf)

/**
 * Encrypts response data for the owner of the access token, as a compact JWE (JSON Web Encryption; `dir`,
 * `A256GCM`, `kid`: the session id). The key is HKDF-SHA-256 of the token's secret: it is stored nowhere, differs
 * for each session, and the client can derive it too. See docs/response-encryption.md.
 */
export async function encryptForToken(accessToken: string, data: unknown): Promise<string> {
  const { sessionId, secret } = splitToken(accessToken) ?? {}
  if (!sessionId || !secret) throw new Error('There is no token to encrypt for')
  const key = await derive(
    'sha256',
    Buffer.from(secret, 'base64url'),
    sessionId,
    KEY_INFO,
    KEY_BYTES,
  )
  return await new CompactEncrypt(Buffer.from(JSON.stringify(data)))
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid: sessionId })
    .encrypt(new Uint8Array(key))
}
