import * as z from 'zod/mini'
import { endOf } from './session.ts'
import type { IssuedToken } from './token.ts'
import type { User } from './user.ts'
import { toUserDetails, userDetails } from './user-details.ts'

/** The response of register and login. `expires_at` is when the session ends unless it is used before, epoch ms. */
export const loggedIn = z.object({
  access_token: z.string(),
  token_type: z.literal('Bearer'),
  expires_at: z.int(),
  user: userDetails,
})

export type LoggedIn = z.output<typeof loggedIn>

/** Converts a new session to the response. No other function returns a token to a client. */
export function toLoggedIn(user: User, token: IssuedToken): LoggedIn {
  return {
    access_token: token.accessToken,
    token_type: 'Bearer',
    expires_at: endOf(token.session),
    user: toUserDetails(user),
  }
}
