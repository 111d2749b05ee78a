import { hash, randomBytes } from 'node:crypto'

/** One session of a user, as it is kept inside the profile. Times in epoch ms. */
export interface Session {
  /** SHA-256 of the token's secret part, hex. The secret itself is stored nowhere. */
  secretHash: string
  createdAt: number
  expiresAt: number
}

/** Who a token says is calling. Nothing is proven until it was held against the profile. */
export interface Caller {
  userId: string
  sessionId: string
  secretHash: string
}

/** A new session and the token that opens it; the token is told once and never stored. */
export interface IssuedToken {
  accessToken: string
  sessionId: string
  session: Session
}

/** How long a session lives: 30 days. */
export const SESSION_LIFETIME_MS = 30 * 24 * 60 * 60 * 1000
/** How many sessions a user may have; the oldest makes room. */
export const MAX_SESSIONS = 10

// ua_ + user id (24 hex) + session id (16 hex) + 32 random bytes (43 base64url characters)
const TOKEN = /^ua_([0-9a-f]{24})([0-9a-f]{16})([A-Za-z0-9_-]{43})$/

/** Makes an access token of the form `ua_…` for a user, and the session to store for it. */
export function issueToken(userId: string): IssuedToken {
  const sessionId = randomBytes(8).toString('hex')
  const secret = randomBytes(32).toString('base64url')
  const createdAt = Date.now()
  return {
    accessToken: `ua_${userId}${sessionId}${secret}`,
    sessionId,
    session: { secretHash: toHash(secret), createdAt, expiresAt: createdAt + SESSION_LIFETIME_MS },
  }
}

/** The parts of an access token; undefined when it does not have a token's form. */
export function splitToken(
  accessToken: string,
): { userId: string; sessionId: string; secret: string } | undefined {
  const [, userId, sessionId, secret] = TOKEN.exec(accessToken) ?? []
  return userId && sessionId && secret ? { userId, sessionId, secret } : undefined
}

/** Reads who a token says is calling; undefined when it does not have a token's form. */
export function parseToken(accessToken: string): Caller | undefined {
  const parts = splitToken(accessToken)
  if (!parts) return undefined
  const { userId, sessionId, secret } = parts
  return { userId, sessionId, secretHash: toHash(secret) }
}

// 256 random bits need neither salt nor stretching.
function toHash(secret: string): string {
  return hash('sha256', secret)
}
