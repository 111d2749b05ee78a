import { endOf, type Session } from '../../../shared/accounts/session.ts'
import type { User } from '../../../shared/accounts/user.ts'
import { toUserDetails, type UserDetails } from '../../../shared/accounts/user-details.ts'
import type { Tombstone } from '../../../shared/erasure/tombstones.ts'
import type { StoredStats } from '../../../shared/mcq-stats/mcq-stats-table.ts'
import type { PhoneOtp } from '../../../shared/phone-verification/stored-otps.ts'
import type { StoredPicture } from '../../../shared/profile-picture/pictures-bucket.ts'
import type { StoredCounter } from '../../../shared/rate-limits/counters.ts'
import type { Report } from '../../../shared/reports/report.ts'
import { type StatsRecord, toStatsRecord } from './stats-record.ts'

/**
 * Everything stored about a user, without secrets and hashes: what `npm run user` shows and exports.
 * Times are epoch ms.
 */
export interface UserRecord {
  id: string
  /** Null when the account is deleted, or its profile is missing. */
  profile: UserDetails | null
  /** When the user verified the phone. */
  phone_linked_at: number | null
  /** Whether the user had verified another phone before. */
  phone_replaced: boolean
  /** The hash of the account's line in the imported file, and the time of the import. Null for other accounts. */
  imported: { line: string; at: number } | null
  sessions: SessionRecord[]
  /** Claims: the items that make an e-mail address or phone number unique. `user_id` is null for a free one. */
  claims: { kind: 'email' | 'phone'; value: string; user_id: string | null }[]
  otps: OtpRecord[]
  /** Password resets whose OTP was sent or issued. */
  recoveries: { ends_at: number }[]
  /** The user's own counters of rate limits. */
  counters: { name: string; values: Record<string, number> }[]
  stats: StatsRecord[]
  reports: ReportRecord[]
  /** The objects of the pictures bucket. */
  pictures: { key: string; stored_at: number }[]
  /** Set from the deletion of the account until its data is purged. */
  tombstone: { deleted_at: number } | null
}

/** A login session. `last_used_at` is the start of a UTC day, or null before the first use. */
export interface SessionRecord {
  created_at: number
  last_used_at: number | null
  expires_at: number
  /** The client's IPv4 address, or /64 of its IPv6 address, at login. */
  network: string
  wrong_passwords: { count: number; window_ends_at: number } | null
}

/** An OTP (one-time password) sent to a phone. The OTI identifies it. Times are epoch ms. */
export interface OtpRecord {
  phone: string
  tries: number
  first_tried?: boolean
  otp_ends_at: number
  oti_ends_at: number
}

/** A report that the user sent. `created_at` is epoch ms. */
export interface ReportRecord {
  id: string
  course_id: number
  content_id: string
  content_short_uid: string | null
  content_type: number
  issue_type: number
  comments: string
  created_at: number
}

/** What is stored of a user, as read from the tables and the bucket. */
interface Stored {
  readonly id: string
  readonly user: User | undefined
  readonly claims: UserRecord['claims']
  readonly otps: readonly PhoneOtp[]
  readonly recoveries: readonly Readonly<Record<string, unknown>>[]
  readonly counters: ReadonlyMap<string, StoredCounter>
  readonly stats: readonly (StoredStats & { readonly courseId: number })[]
  readonly reports: readonly Report[]
  readonly pictures: readonly StoredPicture[]
  readonly tombstone: Tombstone | undefined
}

/** Converts stored data. Copies fields by name, so that no new secret gets in. Of counters, copies all numbers. */
export function toUserRecord(stored: Stored): UserRecord {
  const { id, user, claims, otps, recoveries, counters, stats, reports, pictures, tombstone } =
    stored
  return {
    id,
    profile: user ? toUserDetails(user) : null,
    phone_linked_at: user?.phoneLinkedAt ?? null,
    phone_replaced: user?.phoneReplaced ?? false,
    imported: user?.imported ?? null,
    sessions: Object.values(user?.sessions ?? {}).map(toSessionRecord),
    claims,
    otps: otps.map(toOtpRecord),
    recoveries: recoveries.map(({ endsAt }) => ({ ends_at: Number(endsAt) })),
    counters: [...counters].map(([name, counter]) => ({ name, values: toNumbers(counter) })),
    stats: stats.map(toStatsRecord).filter(({ days }) => days > 0),
    reports: reports.map(toReportRecord),
    pictures: pictures.map(({ key, storedAt }) => ({ key, stored_at: storedAt })),
    tombstone: tombstone ? { deleted_at: tombstone.deletedAt } : null,
  }
}

function toSessionRecord(session: Session): SessionRecord {
  const { createdAt, lastUsedAt, network, passwordTries: tries } = session
  return {
    created_at: createdAt,
    last_used_at: lastUsedAt ?? null,
    expires_at: endOf(session),
    network,
    wrong_passwords: tries ? { count: tries.count, window_ends_at: tries.windowEndsAt } : null,
  }
}

function toOtpRecord({ phone, tries, firstTried, otpEndsAt, otiEndsAt }: PhoneOtp): OtpRecord {
  return {
    phone,
    tries: tries ?? 0,
    first_tried: firstTried,
    otp_ends_at: otpEndsAt,
    oti_ends_at: otiEndsAt,
  }
}

/**
 * Converts a counter. Shows only the size of a set, because its values are hashes. `expiresAt` is in
 * seconds, because DynamoDB's TTL requires that.
 */
function toNumbers(counter: StoredCounter): Record<string, number> {
  const values = Object.entries(counter).map(([name, value]) => {
    return [name, value instanceof Set ? value.size : Number(value)]
  })
  return Object.fromEntries(values)
}

function toReportRecord(report: Report): ReportRecord {
  return {
    id: report.id,
    course_id: report.courseId,
    content_id: report.contentId,
    content_short_uid: report.contentShortUid ?? null,
    content_type: report.contentType,
    issue_type: report.issueType,
    comments: report.comments,
    created_at: report.createdAt,
  }
}
