import type { DayStats } from '../../../shared/mcq-stats/day-stats.ts'
import type { StoredStats } from '../../../shared/mcq-stats/mcq-stats-table.ts'

interface Counts {
  first_attempt_total: number
  first_attempt_correct: number
  reattempt_total: number
  reattempt_correct: number
}

/** A user's stats of one course: totals, and everything stored. Times are epoch ms. */
export interface StatsRecord extends Counts {
  course_id: number
  /** How many days there are in `by_day`. */
  days: number
  last_updated_at: number
  by_day: (Counts & { day_start: number; updated_at: number })[]
  /** The MCQs that the user has attempted. */
  mcq_ids: string[]
  /** Ids of recorded attempts, which are kept so that no attempt counts twice. */
  attempts: { id: string; expires_at: number }[]
}

/** Converts the stats of one course. */
export function toStatsRecord(stored: StoredStats & { readonly courseId: number }): StatsRecord {
  const days = stored.days.map(toDay)
  const sum = (name: keyof Counts) => days.reduce((total, day) => total + day[name], 0)
  return {
    course_id: stored.courseId,
    days: days.length,
    first_attempt_total: sum('first_attempt_total'),
    first_attempt_correct: sum('first_attempt_correct'),
    reattempt_total: sum('reattempt_total'),
    reattempt_correct: sum('reattempt_correct'),
    last_updated_at: Math.max(0, ...days.map(({ updated_at }) => updated_at)),
    by_day: days,
    mcq_ids: stored.mcqIds,
    attempts: stored.attempts.map(({ id, expiresAt }) => ({ id, expires_at: expiresAt })),
  }
}

function toDay(day: DayStats): StatsRecord['by_day'][number] {
  return {
    day_start: day.dayStart,
    first_attempt_total: day.firstAttemptTotal,
    first_attempt_correct: day.firstAttemptCorrect,
    reattempt_total: day.reattemptTotal,
    reattempt_correct: day.reattemptCorrect,
    updated_at: day.updatedAt,
  }
}
