import { ApiError } from '../errors.ts'

/** A rate limit refused the request. The limit allows another request after `retryAfterSeconds`. */
export class RateLimitedError extends ApiError {
  static override readonly code = 1005
  static override readonly status = 429
  static override readonly title = 'RATE_LIMITED'
  override readonly retryAfterSeconds: number

  constructor(retryAfterSeconds: number) {
    super('Too many attempts. Please try again later.')
    this.retryAfterSeconds = Math.max(1, retryAfterSeconds)
  }

  /** Makes the error of a limit that refuses requests until `epochMs`. */
  static until(epochMs: number): RateLimitedError {
    return new RateLimitedError(Math.ceil((epochMs - Date.now()) / 1000))
  }
}
