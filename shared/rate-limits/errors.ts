import { ApiError } from '../errors.ts'

/** Too many tries; `retryAfterSeconds` tells when the next is allowed. */
export class RateLimitedError extends ApiError {
  static override readonly code = 1005
  static override readonly status = 429
  static override readonly title = 'RATE_LIMITED'
  override readonly retryAfterSeconds: number

  constructor(retryAfterSeconds: number) {
    super('Too many attempts. Please try again later.')
    this.retryAfterSeconds = Math.max(1, retryAfterSeconds)
  }
}
