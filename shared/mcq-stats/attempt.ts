import * as z from 'zod/mini'
import { courseIdInJson } from '../courses.ts'
import { OBJECT_ID } from '../object-id.ts'
import { EARLIEST_ATTEMPT, MAX_CLOCK_SKEW_MS } from './limits.ts'

/** A message of the attempts queue: one attempt at an MCQ (multiple-choice question). Each attempt id counts once. */
export const attempt = z.strictObject({
  /** Any unique id, e.g. an ObjectId or a UUID. */
  attempt_id: z.string().check(z.regex(/^[A-Za-z0-9_-]{1,64}$/)),
  user_id: z.string().check(z.regex(OBJECT_ID)),
  course_id: courseIdInJson,
  mcq_id: z.string().check(z.regex(OBJECT_ID)),
  is_correct: z.boolean(),
  attempted_at_epoch_ms: z.int().check(
    z.minimum(EARLIEST_ATTEMPT),
    z.refine((time) => time <= Date.now() + MAX_CLOCK_SKEW_MS, 'Must not be in the future'),
  ),
})

export type Attempt = z.output<typeof attempt>
