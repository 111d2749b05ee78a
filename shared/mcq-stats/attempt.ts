import * as z from 'zod/mini'
import { courseNumber } from '../courses.ts'
import { OBJECT_ID } from '../object-id.ts'
import { DAY_MS } from './utc-day.ts'

// No attempt is older than the product, and no clock is ahead by more than a day.
const EARLIEST = Date.UTC(2020, 0, 1)
const MAX_AHEAD_MS = DAY_MS

/** An attempt at an MCQ, as whoever serves the MCQs sends it. Its id makes it count once. */
export const attempt = z.strictObject({
  /** An ObjectId, a UUID or the like. */
  attempt_id: z.string().check(z.regex(/^[A-Za-z0-9_-]{1,64}$/)),
  user_id: z.string().check(z.regex(OBJECT_ID)),
  course_id: courseNumber,
  mcq_id: z.string().check(z.regex(OBJECT_ID)),
  is_correct: z.boolean(),
  attempted_at_epoch_ms: z.int().check(
    z.minimum(EARLIEST),
    z.refine((time) => time <= Date.now() + MAX_AHEAD_MS, 'Must not be in the future'),
  ),
})

export type Attempt = z.output<typeof attempt>
