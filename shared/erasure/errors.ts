import { ApiError } from '../errors.ts'

/** The account could not be deleted; nothing of it was. */
export class UserDeletionFailedError extends ApiError {
  static override readonly code = 3507
  static override readonly status = 500
  static override readonly title = 'USER_DELETION_FAILED'

  constructor(cause?: unknown) {
    super('User deletion failed', { cause })
  }
}
