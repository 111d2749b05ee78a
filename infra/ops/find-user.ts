import type { User } from '../../shared/accounts/user.ts'
import { toUserDetails, type UserDetails } from '../../shared/accounts/user-details.ts'
import { findUserIdByEmail, getUser } from '../../shared/accounts/users-table.ts'
import { courseIds } from '../../shared/courses.ts'
import { getTombstone } from '../../shared/erasure/tombstones.ts'
import { findDays } from '../../shared/mcq-stats/mcq-stats-table.ts'
import { OBJECT_ID } from '../../shared/object-id.ts'
import { findUserIdByPhone } from '../../shared/phone-verification/phone-claims.ts'
import { phoneNumber } from '../../shared/phone-verification/phone-number.ts'
import { otpsOf } from '../../shared/phone-verification/stored-otps.ts'

/** All that is stored about somebody, as operators may see it: no hash, no secret. Epoch ms. */
export interface UserRecord {
  id: string
  /** Null when the account is deleted, or its profile is missing. */
  profile: UserDetails | null
  sessions: { created_at: number; expires_at: number }[]
  /** Which user e-mail and phone lead to; null when to nobody. */
  claims: { kind: 'email' | 'phone'; value: string; user_id: string | null }[]
  otps: { phone: string; tries: number; otp_ends_at: number; oti_ends_at: number }[]
  stats: StatsTotals[]
  /** Present from the deletion until everything is purged. */
  tombstone: { deleted_at: number } | null
}

/** The totals of a user's days in one course. */
export interface StatsTotals {
  course_id: number
  days: number
  first_attempt_total: number
  first_attempt_correct: number
  reattempt_total: number
  reattempt_correct: number
  last_updated_at: number
}

type Claim = UserRecord['claims'][number]

/**
 * Looks somebody up by id, e-mail address or phone number, for operators: it reads a good many items.
 * @returns undefined when nothing is stored under it.
 */
export async function findUser(given: string): Promise<UserRecord | undefined> {
  const claim = await claimOf(given)
  const id = claim ? claim.user_id : given.toLowerCase()
  if (!id) return undefined
  const [user, otps, stats, tombstone] = await Promise.all([
    getUser(id),
    otpsOf(id),
    Promise.all(courseIds.map((courseId) => totalsOf(id, courseId))),
    getTombstone(id),
  ])
  if (!user && !tombstone && !claim) return undefined
  return {
    id,
    profile: user ? toUserDetails(user) : null,
    sessions: Object.values(user?.sessions ?? {}).map(({ createdAt, expiresAt }) => ({
      created_at: createdAt,
      expires_at: expiresAt,
    })),
    claims: user ? await claimsOf(user) : claim ? [claim] : [],
    otps: otps.map(({ phone, tries, otpEndsAt, otiEndsAt }) => ({
      phone,
      tries: tries ?? 0,
      otp_ends_at: otpEndsAt,
      oti_ends_at: otiEndsAt,
    })),
    stats: stats.filter(({ days }) => days > 0),
    tombstone: tombstone ? { deleted_at: tombstone.deletedAt } : null,
  }
}

/** The claim by which somebody is looked up; undefined when it is by id. */
async function claimOf(given: string): Promise<Claim | undefined> {
  if (given.includes('@')) return await emailClaim(given.trim().toLowerCase())
  if (OBJECT_ID.test(given.toLowerCase())) return undefined
  const digits = given.replaceAll(/[\s-]/g, '').replace(/^\+91|^\+/, '')
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

async function totalsOf(userId: string, courseId: number): Promise<StatsTotals> {
  const all = { after: 0, until: Number.MAX_SAFE_INTEGER, fromDay: 0, max: 100_000 }
  const days = await findDays({ userId, courseId }, all)
  const sum = (count: (day: (typeof days)[number]) => number) =>
    days.reduce((total, day) => total + count(day), 0)
  return {
    course_id: courseId,
    days: days.length,
    first_attempt_total: sum((day) => day.firstAttemptTotal),
    first_attempt_correct: sum((day) => day.firstAttemptCorrect),
    reattempt_total: sum((day) => day.reattemptTotal),
    reattempt_correct: sum((day) => day.reattemptCorrect),
    last_updated_at: Math.max(0, ...days.map(({ updatedAt }) => updatedAt)),
  }
}
