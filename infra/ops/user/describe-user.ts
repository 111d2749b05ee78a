import { countOf, toTime, withoutControls } from '../print.ts'
import type { StatsRecord } from './stats-record.ts'
import type { OtpRecord, ReportRecord, SessionRecord, UserRecord } from './user-record.ts'

/** Larger numbers of counters are times: epoch ms. */
const EARLIEST_MS = 1_000_000_000_000

/** Formats a user as text: a section for each kind of data that is stored. */
export function describeUser(record: UserRecord): string {
  const { id, profile, sessions, claims, otps, recoveries, counters } = record
  const { stats, reports, pictures, tombstone } = record
  const sections = [
    ['id', [id]],
    ['profile', profile ? Object.entries(profile).map(toLine) : ['none']],
    ['deleted', tombstone ? [`${toTime(tombstone.deleted_at)}, not yet purged`] : []],
    ['claims', claims.map((one) => `${one.kind} ${one.value} → ${toOwner(one.user_id, id)}`)],
    ['sessions', sessions.map(toSessionLine)],
    ['OTPs', otps.map(toOtpLine)],
    ['password resets', recoveries.map(({ ends_at }) => `until ${toTime(ends_at)}`)],
    ['counters', counters.map(toCounterLine)],
    ['stats', stats.flatMap(toStatsLines)],
    ['reports', reports.map(toReportLine)],
    ['pictures', pictures.map(({ key, stored_at }) => `${key}, stored ${toTime(stored_at)}`)],
  ] as const
  return sections
    .filter(([, lines]) => lines.length > 0)
    .map(([title, lines]) => `${title}\n${lines.map((line) => `  ${line}`).join('\n')}`)
    .join('\n')
}

function toLine([name, value]: [string, unknown]): string {
  const isTime = name.endsWith('_at') && typeof value === 'number'
  const text = typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value)
  return `${name.padEnd(18)} ${isTime ? toTime(value) : toOneLine(text)}`
}

function toOneLine(text: string): string {
  return withoutControls(text).replaceAll('\n', ' ')
}

function toSessionLine(one: SessionRecord): string {
  const { created_at, expires_at, last_used_at, network, wrong_passwords: wrong } = one
  const use = last_used_at === null ? 'not used' : `used ${toDay(last_used_at)}`
  const tries = wrong
    ? `, ${wrong.count} wrong passwords until ${toTime(wrong.window_ends_at)}`
    : ''
  return `${toTime(created_at)} until ${toTime(expires_at)}, ${use}, from ${network}${tries}`
}

function toDay(epochMs: number): string {
  return toTime(epochMs).slice(0, 10)
}

function toOwner(userId: string | null, id: string): string {
  if (userId === id) return 'this user'
  return userId ?? 'no user'
}

function toOtpLine({ phone, tries, otp_ends_at, oti_ends_at }: OtpRecord): string {
  const ends = `OTP expires ${toTime(otp_ends_at)}, OTI ${toTime(oti_ends_at)}`
  return `${phone}: ${tries} tries, ${ends}`
}

/** A time as a date, a count as a number. `expiresAt` is in seconds. A `last<n>` of 0 is a request not yet made. */
function toCounterLine({ name, values }: UserRecord['counters'][number]): string {
  const { expiresAt, ...others } = values
  const shown = Object.entries(others)
    .filter(([, value]) => value !== 0)
    .map(([field, value]) => `${field} ${value < EARLIEST_MS ? value : toTime(value)}`)
  if (expiresAt) shown.push(`expires ${toTime(expiresAt * 1000)}`)
  return `${name}: ${shown.join(', ')}`
}

function toStatsLines(stats: StatsRecord): string[] {
  const { course_id, days, by_day, mcq_ids, attempts } = stats
  return [
    `course ${course_id}: ${countOf(days, 'day')}, ${toCounts(stats)}`,
    ...by_day.map((day) => `  ${toDay(day.day_start)}: ${toCounts(day)}`),
    `  ${countOf(mcq_ids.length, 'MCQ')} attempted, ${attempts.length} ids of recent attempts (--json lists them)`,
  ]
}

function toCounts(counts: Omit<StatsRecord['by_day'][number], 'day_start' | 'updated_at'>): string {
  const first = `${counts.first_attempt_total} first attempts (${counts.first_attempt_correct} correct)`
  return `${first}, ${counts.reattempt_total} re-attempts (${counts.reattempt_correct} correct)`
}

function toReportLine({ id, content_id, comments, created_at }: ReportRecord): string {
  return `${toTime(created_at)} ${id} on ${content_id}: ${toOneLine(comments)}`
}
