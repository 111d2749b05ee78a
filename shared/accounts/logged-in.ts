import * as z from 'zod/mini'
import type { IssuedToken } from './token.ts'
import type { User } from './user.ts'
import { toUserDetails, userDetails } from './user-details.ts'

/** What register and login answer: the token, until when it opens the session (epoch ms), the user. */
export const loggedIn = z.object({
  access_token: z.string(),
  token_type: z.literal('Bearer'),
  expires_at: z.int(),
  user: userDetails,
})

export type LoggedIn = z.output<typeof loggedIn>

/** The only place that tells a token. */
export function toLoggedIn(user: User, token: IssuedToken): LoggedIn {
  return {
    access_token: token.accessToken,
    token_type: 'Bearer',
    expires_at: token.session.expiresAt,
    user: toUserDetails(user),
  }
}
