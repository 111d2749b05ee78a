import { ApiError } from '../errors.ts'

/** The cursor is not one that a page of this user and course ended with. */
export class InvalidCursorError extends ApiError {
  static override readonly code = 1006
  static override readonly status = 422
  static override readonly title = 'VALIDATION_FAILED'
  override readonly details = [
    { path: 'next_cursor', message: 'Must be the next_cursor of an earlier page' },
  ]

  constructor() {
    super('Validation failed')
  }
}
