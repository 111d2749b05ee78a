import type { TryCounter } from '../rate-limits/try-counter.ts'
import { startOfDay } from '../time.ts'
import { MAX_SESSION_AGE_MS, SESSION_LIFETIME_MS } from './limits.ts'

/** A session as the profile stores it. Times in epoch ms. */
export interface Session {
  /** SHA-256 of the token's secret, hex. The secret itself is not stored. */
  secretHash: string
  createdAt: number
  /** When the session ends unless it is used before. `endOf` may return an earlier time. */
  expiresAt: number
  /** The start of the UTC day of the session's last use. Absent until the first use after the login. */
  lastUsedAt?: number
  /** The client's network at login or registration: an IPv4 address or an IPv6 /64. */
  network: string
  /** Counts wrong current passwords in PATCH /app/api/v1/user. */
  passwordTries?: TryCounter
  /** How many wrong current passwords the session has sent in all. */
  wrongPasswords?: number
}

/** Returns when a session ends unless it is used before, epoch ms. That is at most a year after its login. */
export function endOf({ createdAt, expiresAt }: Session): number {
  return Math.min(expiresAt, createdAt + MAX_SESSION_AGE_MS)
}

/** Whether a session is open now. `sessionIsOpen` (users-table.ts) is the same rule as a DynamoDB condition. */
export function isOpen(session: Session): boolean {
  return endOf(session) > Date.now()
}

/**
 * Returns the attributes that a use changes in a session. They do not depend on the stored session, so no read
 * is needed. `expiresAt` may be later than the session's maximum age allows; `endOf` corrects that.
 */
export function usedNow(): Required<Pick<Session, 'lastUsedAt' | 'expiresAt'>> {
  const now = Date.now()
  return { lastUsedAt: startOfDay(now), expiresAt: now + SESSION_LIFETIME_MS }
}

/** Whether a use of the session on this UTC day is already stored. */
export function wasUsedToday({ lastUsedAt = 0 }: Session): boolean {
  return lastUsedAt >= startOfDay(Date.now())
}
