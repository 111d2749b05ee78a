import * as z from 'zod/mini'
import { OBJECT_ID } from '../object-id.ts'
import { profilePicture, toProfilePicture } from './picture.ts'
import type { User } from './user.ts'

/**
 * The profile in responses of the V1 and auth routes. The V1 document (the specification of the V1 routes)
 * names it `UserDetailsResponse`, but does not define it. Times in epoch ms. A field that was never set is null.
 */
export const userDetails = z.object({
  id: z.string().check(z.regex(OBJECT_ID)),
  email: z.string(),
  name: z.object({ first_name: z.string(), last_name: z.string() }),
  background_info: z.nullable(z.string()),
  attempt_number: z.nullable(z.int()),
  attempt_year: z.nullable(z.int()),
  phone_number: z.nullable(z.object({ code: z.literal('+91'), value: z.string() })),
  is_phone_validated: z.boolean(),
  profile_picture: z.nullable(profilePicture),
  year: z.nullable(z.int()),
  major: z.nullable(z.string()),
  points: z.int(),
  created_at: z.int(),
  updated_at: z.int(),
})

export type UserDetails = z.output<typeof userDetails>

/** Converts a user to the response. Lists each field, so that a new attribute of `User` is not exposed by accident. */
export function toUserDetails(user: User): UserDetails {
  return {
    id: user.id,
    email: user.email,
    name: { first_name: user.firstName, last_name: user.lastName },
    background_info: user.backgroundInfo ?? null,
    attempt_number: user.attemptNumber ?? null,
    attempt_year: user.attemptYear ?? null,
    phone_number: user.phone ? { code: '+91', value: user.phone.slice('+91'.length) } : null,
    is_phone_validated: user.phone !== undefined,
    profile_picture: user.picture ? toProfilePicture(user.picture) : null,
    year: user.year ?? null,
    major: user.major ?? null,
    points: user.points,
    created_at: user.createdAt,
    updated_at: user.updatedAt,
  }
}
