import { endOf } from '../../shared/accounts/session.ts'
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

/** Everything stored about a user, without secrets and hashes. Times are epoch ms. */
export interface UserRecord {
  id: string
  /** Null when the account is deleted, or its profile is missing. */
  profile: UserDetails | null
  /** `last_used_at` is the start of a UTC day, or null before the first use. */
  sessions: { created_at: number; last_used_at: number | null; expires_at: number }[]
  /** The claims on the e-mail address and the phone number; `user_id` is null for a free one. */
  claims: { kind: 'email' | 'phone'; value: string; user_id: string | null }[]
  otps: { phone: string; tries: number; otp_ends_at: number; oti_ends_at: number }[]
  stats: StatsTotals[]
  /** Set from the deletion of the account until its data is purged. */
  tombstone: { deleted_at: number } | null
}

/** A user's totals in one course. */
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
 * Finds a user by id, e-mail address or phone number. For operators only: it reads many items.
 * @returns undefined when nothing is stored under the key.
 */
export async function findUser(key: string): Promise<UserRecord | undefined> {
  const claim = await findClaim(key)
  const id = claim ? claim.user_id : key.toLowerCase()
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
    sessions: Object.values(user?.sessions ?? {}).map((session) => ({
      created_at: session.createdAt,
      last_used_at: session.lastUsedAt ?? null,
      expires_at: endOf(session),
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

/** The claim on an e-mail address or phone number. Undefined for a user id. */
async function findClaim(key: string): Promise<Claim | undefined> {
  if (key.includes('@')) return await emailClaim(key.trim().toLowerCase())
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
