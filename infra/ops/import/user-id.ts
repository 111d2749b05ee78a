import { hash } from 'node:crypto'
import * as z from 'zod/mini'
import { OBJECT_ID } from '../../../shared/object-id.ts'

/** An id of the old system: an ObjectId (24 hex digits), or any other text or number. */
export const oldId = z.pipe(
  z.union([z.string().check(z.trim(), z.minLength(1), z.maxLength(200)), z.int()]),
  z.transform(String),
)

/**
 * Returns the id of an account: the old id if it is an ObjectId, else a hash of the old id. The same old id
 * always gives the same id, so a second import finds the accounts of the first, and attempts find their user.
 */
export function toUserId(old: string): string {
  const lower = old.toLowerCase()
  return OBJECT_ID.test(lower) ? lower : hash('sha256', `user-api import ${old}`).slice(0, 24)
}
