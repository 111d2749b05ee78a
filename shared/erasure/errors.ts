import { ApiError } from '../errors.ts'

/** The deletion failed, or its outcome could not be read because DynamoDB did not respond. The client may retry. */
export class UserDeletionFailedError extends ApiError {
  static override readonly code = 3507
  static override readonly status = 500
  static override readonly title = 'USER_DELETION_FAILED'

  constructor(cause?: unknown) {
    super('User deletion failed', { cause })
  }
}
