import * as z from 'zod/mini'

/** The counters of a day. */
export interface DayCounts {
  firstAttemptTotal: number
  firstAttemptCorrect: number
  reattemptTotal: number
  reattemptCorrect: number
}

/** A day as stored. Times in epoch ms. */
export interface DayStats extends DayCounts {
  dayStart: number
  /** Each write for a user and course gets a later time than the write committed before it. */
  updatedAt: number
}

/** A day in the response of sync, as documented. */
export const dayRow = z.object({
  id: z.string(),
  day_start_epoch_ms: z.int(),
  first_attempt_total: z.int(),
  first_attempt_correct: z.int(),
  reattempt_total: z.int(),
  reattempt_correct: z.int(),
  overall_total: z.int(),
  overall_correct: z.int(),
})

/** Converts a day to a row of the response. */
export function toDayRow(id: string, day: DayStats): z.output<typeof dayRow> {
  return {
    id,
    day_start_epoch_ms: day.dayStart,
    first_attempt_total: day.firstAttemptTotal,
    first_attempt_correct: day.firstAttemptCorrect,
    reattempt_total: day.reattemptTotal,
    reattempt_correct: day.reattemptCorrect,
    overall_total: day.firstAttemptTotal + day.reattemptTotal,
    overall_correct: day.firstAttemptCorrect + day.reattemptCorrect,
  }
}
