import * as z from 'zod/mini'
import { courseNumber } from '../courses.ts'
import { OBJECT_ID } from '../object-id.ts'
import { EARLIEST_ATTEMPT, MAX_CLOCK_SKEW_MS } from './limits.ts'

/** A message of the queue: one attempt at an MCQ. An attempt counts once, by its id. */
export const attempt = z.strictObject({
  /** An ObjectId, a UUID or the like. */
  attempt_id: z.string().check(z.regex(/^[A-Za-z0-9_-]{1,64}$/)),
  user_id: z.string().check(z.regex(OBJECT_ID)),
  course_id: courseNumber,
  mcq_id: z.string().check(z.regex(OBJECT_ID)),
  is_correct: z.boolean(),
  attempted_at_epoch_ms: z.int().check(
    z.minimum(EARLIEST_ATTEMPT),
    z.refine((time) => time <= Date.now() + MAX_CLOCK_SKEW_MS, 'Must not be in the future'),
  ),
})

export type Attempt = z.output<typeof attempt>
