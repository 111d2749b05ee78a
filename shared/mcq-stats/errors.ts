import { ValidationFailedError } from '../errors.ts'

/** `next_cursor` is not the cursor of an earlier page of this user and course. */
export class InvalidCursorError extends ValidationFailedError {
  constructor() {
    super([{ path: 'next_cursor', message: 'Must be the next_cursor of an earlier page' }])
  }
}
