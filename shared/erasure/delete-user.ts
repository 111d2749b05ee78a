import * as z from 'zod/mini'
import { authenticate } from '../accounts/authenticate.ts'
import { UnauthorizedError } from '../accounts/errors.ts'
import type { Caller } from '../accounts/token.ts'
import type { User } from '../accounts/user.ts'
import { getUser } from '../accounts/users-table.ts'
import { retry } from '../aws/retry.ts'
import { count } from '../metrics.ts'
import { OBJECT_ID } from '../object-id.ts'
import { UserDeletionFailedError } from './errors.ts'
import { replaceByTombstone } from './tombstones.ts'

/** The response of DELETE /users. */
export const deletedUser = z.object({
  id: z.string().check(z.regex(OBJECT_ID)),
  message: z.string(),
})

/**
 * Deletes the account. When this returns, all sessions have ended, e-mail and phone are free for other
 * accounts, and a tombstone (an item that marks the deleted account) is stored. The tombstone makes the purge
 * worker remove all other data.
 * @throws UserDeletionFailedError when the deletion failed, or its outcome could not be read. A retry is safe.
 * @throws UnauthorizedError when the session has ended.
 */
export async function deleteUser(
  caller: Caller,
  user: User,
): Promise<z.output<typeof deletedUser>> {
  return await deleteAccount(caller, user, () => authenticate(caller))
}

/**
 * Deletes an account as `deleteUser` does, but without a session: for operators.
 * @throws UserDeletionFailedError when the deletion failed, or its outcome could not be read. A retry is safe.
 */
export async function deleteUserAsOperator(user: User): Promise<z.output<typeof deletedUser>> {
  // A user who is deleted already cannot be read. Then the write fails again, and `isGone` returns true.
  return await deleteAccount(undefined, user, async () => (await getUser(user.id)) ?? user)
}

async function deleteAccount(
  caller: Caller | undefined,
  user: User,
  readAgain: () => Promise<User>,
): Promise<z.output<typeof deletedUser>> {
  try {
    await retry({ attempts: 4, pauseMs: 0 }, async (attempt) => {
      // Reads again, because e-mail or phone may have changed since the last read, or the session may have ended.
      await replaceByTombstone(caller, attempt === 1 ? user : await readAgain())
    })
  } catch (error) {
    if (error instanceof UnauthorizedError) throw error
    if (!(await isGone(user.id))) throw new UserDeletionFailedError(error)
  }
  count('AccountsDeleted')
  return { id: user.id, message: 'Operation completed successfully.' }
}

/** Whether the deletion succeeded and only its response was lost. False also when this read fails. */
async function isGone(userId: string): Promise<boolean> {
  try {
    return (await getUser(userId)) === undefined
  } catch {
    return false
  }
}
