import * as z from 'zod/mini'
import { toPictureUrl } from '../profile-picture/picture.ts'
import type { User } from '../users/user.ts'

/** A user as the society's portal knows them: the same profile, under the portal's names. */
export const member = z.object({
  firstName: z.string(),
  lastName: z.string(),
  picture: z.nullable(z.string()),
  email: z.string(),
  year: z.nullable(z.int()),
  major: z.nullable(z.string()),
  points: z.int(),
})

export type Member = z.output<typeof member>

/** What the portal is told: an allow-list, in the document's order. */
export function toMember(user: User): Member {
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
