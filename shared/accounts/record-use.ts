import { toUpdate } from '../aws/expressions.ts'
import { updateItem } from '../aws/update-item.ts'
import { logNeglected } from '../log.ts'
import { wasUsedToday } from './session.ts'
import type { Caller } from './token.ts'
import type { User } from './user.ts'
import { guardAndUse, usersKeys, usersTable } from './users-table.ts'

/**
 * Stores that the caller's session was used, on the first use of a UTC day. For routes that do not
 * write the profile: the writes of others do it (`updateUser`). Called after the route's own work,
 * because a second write beside a transaction of the same item conflicts. A failure is only logged,
 * and the next request tries again.
 */
export async function recordUse(caller: Caller, user: User): Promise<void> {
  const session = user.sessions[caller.sessionId]
  if (!session || wasUsedToday(session)) return
  // Of requests at the same time, one writes.
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
