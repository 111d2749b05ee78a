import { ValidationFailedError } from '../errors.ts'

/** The cursor is not one that a page of this user and course ended with. */
export class InvalidCursorError extends ValidationFailedError {
  constructor() {
    super([{ path: 'next_cursor', message: 'Must be the next_cursor of an earlier page' }])
  }
}
