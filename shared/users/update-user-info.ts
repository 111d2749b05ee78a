import * as z from 'zod/mini'
import { firstName, lastName, text } from '../accounts/fields.ts'
import type { Caller } from '../accounts/token.ts'
import { toUserDetails, type UserDetails } from '../accounts/user-details.ts'
import { updateUser } from '../accounts/users-table.ts'

const MAX_BACKGROUND_INFO = 1000

/** What PATCH /users/info takes. Null means "not given", as the document has it. */
export const userInfo = z
  .object({
    name: z.nullish(z.object({ first_name: z.nullish(firstName), last_name: z.nullish(lastName) })),
    background_info: z.nullish(text(MAX_BACKGROUND_INFO)),
    attempt_number: z.nullish(z.int().check(z.minimum(1))),
    attempt_year: z.nullish(z.int().check(z.minimum(1900), z.maximum(2100))),
  })
  .check(z.refine(givesSomething, 'At least one field must be provided'))

/**
 * Changes the given fields in one round trip: the write itself proves the session.
 * An empty `background_info` clears it, since null cannot.
 * @throws UnauthorizedError when the session has ended.
 */
export async function updateUserInfo(
  caller: Caller,
  info: z.output<typeof userInfo>,
): Promise<UserDetails> {
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

function givesSomething(value: unknown): boolean {
  return value instanceof Object ? Object.values(value).some(givesSomething) : value != null
}
