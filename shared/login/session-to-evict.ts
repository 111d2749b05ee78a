import { isOpen, type Session } from '../accounts/session.ts'
import { startOfDay } from '../time.ts'

type Sessions = Readonly<Record<string, Session>>

/**
 * The id of the session that another login ends: one that has expired, else one that was not used
 * since its login, else the one unused for longest; of several the oldest. The newest login counts as
 * used on its day, because its device may not have sent its first request yet.
 */
export function sessionToEvict(sessions: Sessions): string | undefined {
  const newest = Math.max(...Object.values(sessions).map(({ createdAt }) => createdAt))
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
