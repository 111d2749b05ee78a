import { toLowerCaseAscii } from '../../../shared/accounts/fields.ts'
import type { User } from '../../../shared/accounts/user.ts'
import { findUserIdByEmail, getUser } from '../../../shared/accounts/users-table.ts'
import { courseIds } from '../../../shared/courses.ts'
import { getTombstone } from '../../../shared/erasure/tombstones.ts'
import { readStats } from '../../../shared/mcq-stats/mcq-stats-table.ts'
import { OBJECT_ID } from '../../../shared/object-id.ts'
import { readRecoveryMarks } from '../../../shared/otps/otps-table.ts'
import { findUserIdByPhone } from '../../../shared/phone-verification/phone-claims.ts'
import { phoneNumber } from '../../../shared/phone-verification/phone-number.ts'
import { otpsOf } from '../../../shared/phone-verification/stored-otps.ts'
import { listPictures } from '../../../shared/profile-picture/pictures-bucket.ts'
import { countersOf } from '../../../shared/rate-limits/counters.ts'
import { reportsOfUser } from '../../../shared/reports/reports-table.ts'
import { toUserRecord, type UserRecord } from './user-record.ts'

/** A user that was found, with everything stored about the user. */
export interface FoundUser {
  /** The stored profile, with the password's hash. Undefined when the account is deleted. */
  readonly user: User | undefined
  readonly record: UserRecord
}

/** The item that makes an e-mail address or phone number unique, with the id of its user. */
type Claim = UserRecord['claims'][number]

/**
 * Finds a user by id, e-mail address or phone number. For operators only: it reads many items.
 * @returns undefined when nothing is stored under the key.
 */
export async function findUser(key: string): Promise<FoundUser | undefined> {
  const claim = await findClaim(key)
  const id = claim ? claim.user_id : key.toLowerCase()
  if (!id) return undefined
  const [user, tombstone] = await Promise.all([getUser(id), getTombstone(id)])
  if (!user && !tombstone && !claim) return undefined
  const [otps, recoveries, counters, stats, reports, pictures] = await Promise.all([
    otpsOf(id),
    readRecoveryMarks(id),
    countersOf(id),
    Promise.all(
      courseIds.map(async (courseId) => ({
        courseId,
        ...(await readStats({ userId: id, courseId })),
      })),
    ),
    reportsOfUser(id),
    listPictures(id),
  ])
  const claims = user ? await claimsOf(user) : claim ? [claim] : []
  const stored = {
    id,
    user,
    claims,
    otps,
    recoveries,
    counters,
    stats,
    reports,
    pictures,
    tombstone,
  }
  return { user, record: toUserRecord(stored) }
}

/** The claim on an e-mail address or phone number. Undefined for a user id. */
async function findClaim(key: string): Promise<Claim | undefined> {
  if (key.includes('@')) return await emailClaim(toLowerCaseAscii(key.trim()))
  if (OBJECT_ID.test(key.toLowerCase())) return undefined
  const digits = key.replaceAll(/[\s-]/g, '').replace(/^\+91|^\+/, '')
  const phone = phoneNumber.safeParse({ code: '+91', value: digits })
  return phone.success ? await phoneClaim(phone.data) : undefined
}

async function claimsOf({ email, phone }: User): Promise<Claim[]> {
  return await Promise.all([emailClaim(email), ...(phone ? [phoneClaim(phone)] : [])])
}

async function emailClaim(value: string): Promise<Claim> {
  return { kind: 'email', value, user_id: (await findUserIdByEmail(value)) ?? null }
}

async function phoneClaim(value: string): Promise<Claim> {
  return { kind: 'phone', value, user_id: (await findUserIdByPhone(value)) ?? null }
}
