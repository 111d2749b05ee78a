import { UnsupportedRuntimeError } from './transport-errors.ts'

const INFO = 'user-api response v1'
// ua_ + user id + session id + secret
const TOKEN = /^ua_[0-9a-f]{24}([0-9a-f]{16})([\w-]{43})$/

type Key = Awaited<ReturnType<typeof crypto.subtle.deriveKey>>

/** The key of the last token, since an app uses one token at a time. */
let derived: { token: string; key: Promise<Key> } | undefined

/**
 * Decrypts the `data` of a response with the token of its session, as docs/response-encryption.md
 * specifies. Uses only Web Crypto, so it runs in browsers, Node, Deno, Bun and workers.
 * @throws UnsupportedRuntimeError without Web Crypto; another Error when the data was encrypted for another token.
 */
export async function decryptData(data: string, token: string): Promise<unknown> {
  requireWebCrypto()
  const [header = '', , iv = '', ciphertext = '', tag = ''] = data.split('.')
  if (derived?.token !== token) derived = { token, key: deriveKey(token) }
  const key = await derived.key
  const plaintext = await crypto.subtle.decrypt(
    { name: 'AES-GCM', iv: fromBase64url(iv), additionalData: utf8(header) },
    key,
    new Uint8Array([...fromBase64url(ciphertext), ...fromBase64url(tag)]),
  )
  return JSON.parse(new TextDecoder().decode(plaintext))
}

/** React Native and jsdom lack some of these; browsers have `crypto.subtle` on HTTPS and localhost only. */
function requireWebCrypto(): void {
  const { crypto, TextEncoder, TextDecoder, atob } = globalThis as Partial<typeof globalThis>
  const needed = { 'crypto.subtle': crypto?.subtle, TextEncoder, TextDecoder, atob }
  const missing = Object.entries(needed).flatMap(([name, value]) => (value ? [] : [name]))
  if (missing.length > 0) throw new UnsupportedRuntimeError('An encrypted response', missing)
}

async function deriveKey(token: string): Promise<Key> {
  const [, sessionId, secret] = TOKEN.exec(token) ?? []
  if (!sessionId || !secret) throw new Error('The token is not a token of this API')
  const key = await crypto.subtle.importKey('raw', fromBase64url(secret), 'HKDF', false, [
    'deriveKey',
  ])
  return await crypto.subtle.deriveKey(
    { name: 'HKDF', hash: 'SHA-256', salt: utf8(sessionId), info: utf8(INFO) },
    key,
    { name: 'AES-GCM', length: 256 },
    false,
    ['decrypt'],
  )
}

function utf8(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text)
}

function fromBase64url(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(binary, (character) => character.charCodeAt(0))
}
