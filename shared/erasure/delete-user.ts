import * as z from 'zod/mini'
import { authenticate } from '../accounts/authenticate.ts'
import { UnauthorizedError } from '../accounts/errors.ts'
import type { Caller } from '../accounts/token.ts'
import type { User } from '../accounts/user.ts'
import { getUser, WriteRefusedError } from '../accounts/users-table.ts'
import { count } from '../metrics.ts'
import { OBJECT_ID } from '../object-id.ts'
import { UserDeletionFailedError } from './errors.ts'
import { replaceByTombstone } from './tombstones.ts'

/** What DELETE /users answers. */
export const deletedUser = z.object({
  id: z.string().check(z.regex(OBJECT_ID)),
  message: z.string(),
})

const ROUNDS = 4

/**
 * Deletes the account: with its 200 every token is dead, e-mail and phone are free, and a tombstone
 * stands from which everything else is purged.
 * @throws UserDeletionFailedError when it could not be done; nothing has changed then.
 */
export async function deleteUser(
  caller: Caller,
  user: User,
): Promise<z.output<typeof deletedUser>> {
  try {
    await deleteAsRead(caller, user)
  } catch (error) {
    if (error instanceof UnauthorizedError) throw error
    if (!(await isGone(user.id))) throw new UserDeletionFailedError(error)
  }
  count('AccountsDeleted')
  return { id: user.id, message: 'Operation completed successfully.' }
}

async function deleteAsRead(caller: Caller, read: User): Promise<void> {
  let user = read
  for (let round = 1; ; round++) {
    try {
      await replaceByTombstone(caller, user)
      return
    } catch (error) {
      if (!(error instanceof WriteRefusedError) || round === ROUNDS) throw error
      // E-mail or phone changed since they were read, or the session has ended.
      user = await authenticate(caller)
    }
  }
}

/** Whether the deletion was committed although its answer was lost. */
async function isGone(userId: string): Promise<boolean> {
  try {
    return (await getUser(userId)) === undefined
  } catch {
    return false
  }
}
