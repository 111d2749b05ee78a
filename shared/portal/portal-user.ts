import * as z from 'zod/mini'
import { toPictureUrl } from '../accounts/picture.ts'
import type { User } from '../accounts/user.ts'

/**
 * A user in responses of the portal's routes: the profile, with the field names of the portal document (the
 * specification of these routes).
 */
export const portalUser = z.object({
  firstName: z.string(),
  lastName: z.string(),
  picture: z.nullable(z.string()),
  email: z.string(),
  year: z.nullable(z.int()),
  major: z.nullable(z.string()),
  points: z.int(),
})

export type PortalUser = z.output<typeof portalUser>

/** Converts a user to the response: only the fields of the portal document, in its order. */
export function toPortalUser(user: User): PortalUser {
  return {
    firstName: user.firstName,
    lastName: user.lastName,
    picture: user.picture ? toPictureUrl(user.picture) : null,
    email: user.email,
    year: user.year ?? null,
    major: user.major ?? null,
    points: user.points,
  }
}
