import type { FeatureDocs } from '../feature-docs.ts'
import { RateLimitedError } from './errors.ts'

export const docs: FeatureDocs = {
  errors: [
    {
      error: new RateLimitedError(30),
      when: 'Too many requests or tries. Retry after the seconds in the `retry-after` header.',
    },
  ],
}
