import { hash, randomBytes } from 'node:crypto'
import { SESSION_LIFETIME_MS } from './limits.ts'
import type { Session } from './session.ts'

/** The caller that a token names. `authenticate` or `sessionIsOpen` must still compare it with the profile. */
export interface Caller {
  userId: string
  sessionId: string
  secretHash: string
}

/** A new session and its token. The client gets the token once. The token is not stored. */
export interface IssuedToken {
  accessToken: string
  sessionId: string
  session: Session
}

// ua_ + user id (24 hex) + session id (16 hex) + 32 random bytes (43 base64url characters)
const TOKEN = /^ua_([0-9a-f]{24})([0-9a-f]{16})([A-Za-z0-9_-]{43})$/

/** Makes a new access token for a user, and the session to store. `network` is the client's IPv4 address or IPv6 /64. */
export function issueToken(userId: string, network: string): IssuedToken {
  const sessionId = randomBytes(8).toString('hex')
  const secret = randomBytes(32).toString('base64url')
  const createdAt = Date.now()
  return {
    accessToken: `ua_${userId}${sessionId}${secret}`,
    sessionId,
    session: {
      secretHash: toHash(secret),
      createdAt,
      expiresAt: createdAt + SESSION_LIFETIME_MS,
      network,
    },
  }
}

/** Splits an access token into its parts. Returns undefined when the token is malformed. */
export function splitToken(
  accessToken: string,
): { userId: string; sessionId: string; secret: string } | undefined {
  const [, userId, sessionId, secret] = TOKEN.exec(accessToken) ?? []
  return userId && sessionId && secret ? { userId, sessionId, secret } : undefined
}

/** Reads the caller from an access token. Returns undefined when the token is malformed. */
export function parseToken(accessToken: string): Caller | undefined {
  const parts = splitToken(accessToken)
  if (!parts) return undefined
  const { userId, sessionId, secret } = parts
  return { userId, sessionId, secretHash: toHash(secret) }
}

// The secret is 256 random bits, so it needs neither a salt nor a slow hash.
function toHash(secret: string): string {
  return hash('sha256', secret)
}
