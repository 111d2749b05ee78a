import { isOpen, type Session } from '../accounts/session.ts'
import { startOfDay } from '../time.ts'

type Sessions = Readonly<Record<string, Session>>

/**
 * Chooses the session that a further login ends, and returns its id: a session that has expired, else one that was
 * not used since its login, else the one that was not used for longest. Among equals, it is the oldest. Today's newest
 * session counts as used, because its device may not have sent its first request yet.
 */
export function sessionToEvict(sessions: Sessions): string | undefined {
  const newest = Math.max(...Object.values(sessions).map(({ createdAt }) => createdAt))
  // The session with the lowest rank is chosen.
  const rankOf = (session: Session): number => {
    if (!isOpen(session)) return -1
    const isNewest = session.createdAt === newest && newest >= startOfDay(Date.now())
    return session.lastUsedAt ?? (isNewest ? startOfDay(newest) : 0)
  }
  const [first] = Object.entries(sessions).sort(
    ([, one], [, other]) => rankOf(one) - rankOf(other) || one.createdAt - other.createdAt,
  )
  return first?.[0]
}
