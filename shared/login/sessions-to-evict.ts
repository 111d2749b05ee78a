import { isOpen, type Session } from '../accounts/session.ts'
import { startOfDay } from '../time.ts'

type Sessions = Readonly<Record<string, Session>>

/**
 * Chooses the sessions that a further login ends, so that a user has at most `max`, and returns their ids: none while
 * there is room, and several only after `max` was lowered. First come those that have expired, then those that were not
 * used since their login, then those that were not used for longest; among equals, the oldest. Today's newest session
 * counts as used, because its device may not have sent its first request yet.
 */
export function sessionsToEvict(sessions: Sessions, max: number): string[] {
  const surplus = Object.keys(sessions).length + 1 - max
  if (surplus <= 0) return []
  const newest = Math.max(...Object.values(sessions).map(({ createdAt }) => createdAt))
  // The sessions with the lowest ranks are chosen.
  const rankOf = (session: Session): number => {
    if (!isOpen(session)) return -1
    const isNewest = session.createdAt === newest && newest >= startOfDay(Date.now())
    return session.lastUsedAt ?? (isNewest ? startOfDay(newest) : 0)
  }
  return Object.entries(sessions)
    .sort(([, one], [, other]) => rankOf(one) - rankOf(other) || one.createdAt - other.createdAt)
    .slice(0, surplus)
    .map(([id]) => id)
}
