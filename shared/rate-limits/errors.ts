import { ApiError } from '../errors.ts'

/** A rate limit refused the request. `retryAfterSeconds` is when it has room again. */
export class RateLimitedError extends ApiError {
  static override readonly code = 1005
  static override readonly status = 429
  static override readonly title = 'RATE_LIMITED'
  override readonly retryAfterSeconds: number

  constructor(retryAfterSeconds: number) {
    super('Too many attempts. Please try again later.')
    this.retryAfterSeconds = Math.max(1, retryAfterSeconds)
  }

  /** The error of a limit that has room from `epochMs` on. */
  static until(epochMs: number): RateLimitedError {
    return new RateLimitedError(Math.ceil((epochMs - Date.now()) / 1000))
  }
}
