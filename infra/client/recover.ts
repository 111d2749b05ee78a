import type { AnyApiError } from './errors.ts'

/**
 * Turns an error into a result, when the error of a retry shows that an earlier attempt succeeded.
 * Returns undefined for any other error, which is then thrown.
 */
export type Recover<T> = (error: AnyApiError) => Promise<T> | T | undefined

/** Takes 1001, an ended session, as a sign that an earlier attempt succeeded. */
export function whenUnauthorized<T>(result: T): Recover<T> {
  return ({ code }) => (code === 1001 ? result : undefined)
}
