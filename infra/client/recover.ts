import { type AnyApiError, OutcomeUnknownError } from './errors.ts'

/**
 * Turns an error into a result, when the error of a retry shows that an earlier attempt succeeded.
 * Returns undefined for any other error, which is then thrown.
 */
export type Recover<T> = (error: AnyApiError) => Promise<T> | T | undefined

/** Takes 1001 as the success of a call that only ends its own session: the session has ended, through this request or another. */
export function whenUnauthorized<T>(result: T): Recover<T> {
  return ({ code }) => (code === 1001 ? result : undefined)
}

/**
 * For a call that does more than end its own session: 1001 does not show whether the earlier attempt succeeded or
 * the session had ended before it.
 */
export const unknownWhenUnauthorized: Recover<never> = (error) => {
  if (error.code !== 1001) return undefined
  throw new OutcomeUnknownError(error)
}
