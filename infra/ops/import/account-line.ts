import { hash } from 'node:crypto'
import * as z from 'zod/mini'
import {
  attemptNumber,
  attemptYear,
  backgroundInfo,
  email,
  firstName,
  lastName,
  major,
  year,
} from '../../../shared/accounts/fields.ts'
import { MAX_POINTS } from '../../../shared/accounts/limits.ts'
import type { User } from '../../../shared/accounts/user.ts'
import { phoneNumber } from '../../../shared/phone-verification/phone-number.ts'
import { DAY_MS } from '../../../shared/time.ts'
import { parseLine } from './parse-lines.ts'
import type { Line } from './read-lines.ts'
import { toStoredHash } from './stored-hash.ts'
import { oldId, toUserId } from './user-id.ts'

/** The earliest `created_at`. Detects seconds instead of ms, which would be a time in 1970. */
const EARLIEST_ACCOUNT = Date.UTC(1995, 0, 1)

/** A line of the file of users, with the rules that the API has for the same fields. */
const accountLine = z.strictObject({
  id: z.nullish(oldId),
  email,
  name: z.strictObject({ first_name: firstName, last_name: z.nullish(lastName) }),
  background_info: z.nullish(backgroundInfo),
  attempt_number: z.nullish(attemptNumber),
  attempt_year: z.nullish(attemptYear),
  /** The phone number, only if the old system has verified it. */
  phone_number: z.nullish(phoneNumber),
  year: z.nullish(year),
  major: z.nullish(major),
  points: z.nullish(z.int().check(z.minimum(0), z.maximum(MAX_POINTS))),
  /** A file relative to the file of users, or an http(s) URL. */
  picture: z.nullish(z.string().check(z.minLength(1), z.maxLength(2048))),
  password_hash: z.nullish(z.string().check(z.maxLength(1024))),
  created_at: z.nullish(
    z.int().check(
      z.minimum(EARLIEST_ACCOUNT, 'Must be epoch milliseconds from 1995 on'),
      z.refine((time) => time <= Date.now() + DAY_MS, 'Must not be in the future'),
    ),
  ),
})

/** An account to import. */
export interface ImportedAccount {
  readonly line: number
  /** The id in the old system. Undefined when the line has none. */
  readonly oldId: string | undefined
  readonly user: User
  /** A path or URL. */
  readonly picture: string | undefined
}

/** Parses a line of the file of users. @throws LineError with every problem. */
export function parseAccount(line: Line, now: number): ImportedAccount {
  const given = parseLine(accountLine, line)
  const old = given.id ?? undefined
  const user: User = {
    id: toUserId(old ?? given.email),
    email: given.email,
    passwordHash: toStoredHash(given.password_hash),
    firstName: given.name.first_name,
    lastName: given.name.last_name ?? '',
    backgroundInfo: given.background_info || undefined,
    attemptNumber: given.attempt_number ?? undefined,
    attemptYear: given.attempt_year ?? undefined,
    phone: given.phone_number ?? undefined,
    year: given.year ?? undefined,
    major: given.major || undefined,
    points: given.points ?? 0,
    createdAt: given.created_at ?? now,
    updatedAt: now,
    imported: { line: hash('sha256', JSON.stringify(given)), at: now },
    sessions: {},
  }
  return { line: line.number, oldId: old, user, picture: given.picture ?? undefined }
}
