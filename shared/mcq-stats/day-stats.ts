import * as z from 'zod/mini'

/** The counters of a day: all attempts, and those that were correct. */
export interface DayCounts {
  firstAttemptTotal: number
  firstAttemptCorrect: number
  reattemptTotal: number
  reattemptCorrect: number
}

/** The stats of a day as stored. Times in epoch ms. */
export interface DayStats extends DayCounts {
  dayStart: number
  /** When the day changed. Later than the `updatedAt` of every earlier write for the same user and course. */
  updatedAt: number
}

/** A day in the response of sync, as the V1 document (the specification of the V1 routes) defines it. */
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

/** Converts the stats of a day to a row of the response. */
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
