import * as z from 'zod/mini'
import {
  attemptNumber,
  attemptYear,
  backgroundInfo,
  firstName,
  lastName,
} from '../accounts/fields.ts'

/** The body of PATCH /users/info. Null means "not given", as the specification of the route requires. */
export const userInfo = z
  .object({
    name: z.nullish(z.object({ first_name: z.nullish(firstName), last_name: z.nullish(lastName) })),
    background_info: z.nullish(backgroundInfo),
    attempt_number: z.nullish(attemptNumber),
    attempt_year: z.nullish(attemptYear),
  })
  .check(z.refine(hasValue, 'At least one field must be provided'), z.meta({ minProperties: 1 }))

export type UserInfo = z.output<typeof userInfo>

/** Whether an object has a value other than null and undefined, at any depth. */
function hasValue(value: unknown): boolean {
  return value instanceof Object ? Object.values(value).some(hasValue) : value != null
}
