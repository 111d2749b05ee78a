import {
  endSessions,
  readUsersWithSessions,
  type SessionsPage,
} from '../../../shared/accounts/operator-writes.ts'
import { inParallel } from '../in-parallel.ts'
import { patiently } from '../patiently.ts'

const WRITES_AT_ONCE = 32

/**
 * Ends all sessions of all users, in the users table that the environment names. Safe to repeat: writes only
 * to users who have a session.
 * @param show called with the number of users who are logged out.
 * @returns that number.
 */
export async function endAllSessions(show: (done: number) => void): Promise<number> {
  let done = 0
  let from: SessionsPage['next']
  do {
    const { userIds, next } = await patiently(() => readUsersWithSessions(from))
    await inParallel(userIds, WRITES_AT_ONCE, (id) => patiently(() => endSessions(id)))
    done += userIds.length
    show(done)
    from = next
  } while (from)
  return done
}
