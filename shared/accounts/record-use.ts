import { toUpdate } from '../aws/expressions.ts'
import { updateItem } from '../aws/update-item.ts'
import { logNeglected } from '../log.ts'
import { wasUsedToday } from './session.ts'
import type { Caller } from './token.ts'
import type { User } from './user.ts'
import { guardAndUse, usersKeys, usersTable } from './users-table.ts'

/**
 * Records the first use of the caller's session on a UTC day. For routes that do not write the profile;
 * the other routes record the use in their own write (`updateUser`). Called after the route's own work,
 * because a write during a transaction on the same item would conflict. A failure is only logged, and
 * the next request tries again.
 */
export async function recordUse(caller: Caller, user: User): Promise<void> {
  const session = user.sessions[caller.sessionId]
  if (!session || wasUsedToday(session)) return
  // Of several requests at the same time, only the first writes.
  const isFirst = {
    condition:
      'attribute_not_exists(sessions.#sessionId.lastUsedAt) OR sessions.#sessionId.lastUsedAt < :usedAt',
  }
  try {
    await updateItem({
      ...toUpdate({}, guardAndUse(caller), isFirst),
      TableName: usersTable(),
      Key: usersKeys.profile(user.id),
    })
  } catch (error) {
    logNeglected('record the use of a session', error)
  }
}
