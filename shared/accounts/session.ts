import type { TryCounter } from '../rate-limits/try-counter.ts'
import { startOfDay } from '../time.ts'
import { MAX_SESSION_AGE_MS, SESSION_LIFETIME_MS } from './limits.ts'

/** A session as the profile stores it. Times in epoch ms. */
export interface Session {
  /** SHA-256 of the token's secret, hex. The secret itself is not stored. */
  secretHash: string
  createdAt: number
  /** When it ends unless it is used before. It may end earlier: see `endOf`. */
  expiresAt: number
  /** The start of the UTC day of its last use. Absent until its first use after the login. */
  lastUsedAt?: number
  /** The client's network at login or registration, as the limits count it. */
  network: string
  /** Wrong current passwords in PATCH /app/api/v1/user. */
  passwordTries?: TryCounter
}

/** When a session ends unless it is used before, epoch ms: at the latest a year after its login. */
export function endOf({ createdAt, expiresAt }: Session): number {
  return Math.min(expiresAt, createdAt + MAX_SESSION_AGE_MS)
}

/** Whether a session is open now. `guard` is the same as a condition. */
export function isOpen(session: Session): boolean {
  return endOf(session) > Date.now()
}

/** What a use changes in a session. It needs no read: `endOf` applies the largest age. */
export function usedNow(): Required<Pick<Session, 'lastUsedAt' | 'expiresAt'>> {
  const now = Date.now()
  return { lastUsedAt: startOfDay(now), expiresAt: now + SESSION_LIFETIME_MS }
}

/** Whether a use on this UTC day has been stored. */
export function wasUsedToday({ lastUsedAt = 0 }: Session): boolean {
  return lastUsedAt >= startOfDay(Date.now())
}
