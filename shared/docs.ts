import { courseIds } from './courses.ts'
import {
  ServiceUnavailableError,
  UnsupportedMediaTypeError,
  ValidationFailedError,
} from './errors.ts'
import type { FeatureDocs } from './feature-docs.ts'

/** The message of a response that has no other data. */
export const MESSAGE = 'What was done, in English.'

/** `course_id` in a query. */
export const COURSE_ID = {
  description: 'The course that the stats or the reported content belong to. 1: UPSC CSE.',
  override: { type: 'integer', enum: [...courseIds] },
  example: 1,
}

export const docs: FeatureDocs = {
  errors: [
    {
      error: new ValidationFailedError([
        { path: 'attempt_number', message: 'Too small: expected number to be >=1' },
      ]),
      when: 'The request is not valid. `details` lists what is wrong. A later check may find more.',
    },
    {
      error: new UnsupportedMediaTypeError('application/json'),
      when: 'The body is multipart instead of JSON, or compressed (`content-encoding`).',
    },
    {
      error: new ServiceUnavailableError(),
      when: 'The service is busy. Retry after the seconds in the `retry-after` header.',
    },
  ],
}
