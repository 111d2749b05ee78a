import { toUpdate } from '../aws/expressions.ts'
import { updateItem } from '../aws/update-item.ts'
import { logNeglected } from '../log.ts'
import { wasUsedToday } from './session.ts'
import type { Caller } from './token.ts'
import type { User } from './user.ts'
import { sessionUse, usersKeys, usersTable } from './users-table.ts'

/**
 * Records that the caller's session was used, once per UTC day. For routes that do not write the profile;
 * other routes record the use in their own write (`updateUser`). Call it after the route's own work, because
 * this write would conflict with a transaction on the same item. A failure is only logged, and the next
 * request tries again.
 */
export async function recordUse(caller: Caller, user: User): Promise<void> {
  const session = user.sessions[caller.sessionId]
  if (!session || wasUsedToday(session)) return
  // When several requests run at the same time, only the first writes.
  const isFirst = {
    condition:
      'attribute_not_exists(sessions.#sessionId.lastUsedAt) OR sessions.#sessionId.lastUsedAt < :usedAt',
  }
  try {
    await updateItem({
      ...toUpdate({}, sessionUse(caller), isFirst),
      TableName: usersTable(),
      Key: usersKeys.profile(user.id),
    })
  } catch (error) {
    logNeglected('record the use of a session', error)
  }
}
