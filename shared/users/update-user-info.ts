import type { Caller } from '../accounts/token.ts'
import { toUserDetails, type UserDetails } from '../accounts/user-details.ts'
import { updateUser } from '../accounts/users-table.ts'
import type { UserInfo } from './user-info.ts'

/**
 * Updates the fields that are given, in one round trip: the write itself authenticates the caller. An empty
 * `background_info` removes the stored text, because null already means "not given".
 * @throws UnauthorizedError when the session has ended.
 */
export async function updateUserInfo(caller: Caller, info: UserInfo): Promise<UserDetails> {
  const user = await updateUser(caller, {
    firstName: info.name?.first_name ?? undefined,
    lastName: info.name?.last_name ?? undefined,
    backgroundInfo: info.background_info === '' ? null : (info.background_info ?? undefined),
    attemptNumber: info.attempt_number ?? undefined,
    attemptYear: info.attempt_year ?? undefined,
    updatedAt: Date.now(),
  })
  return toUserDetails(user)
}
