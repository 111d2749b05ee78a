import type { $ZodIssue } from 'zod/v4/core'
import { ApiError } from '../../../shared/errors.ts'

/** A line that cannot be imported. The message says why, and contains no value of the line, which may be personal data. */
export class LineError extends Error {}

/** A line of the file of failed lines: one that was not imported, and the reason. */
export interface FailedLine {
  readonly line: number
  readonly reason: string
}

/** Makes the error of a line that does not match its schema. */
export function toLineError(issues: readonly Pick<$ZodIssue, 'path' | 'message'>[]): LineError {
  return new LineError(
    issues.map(({ path, message }) => toReason(path.join('.'), message)).join('; '),
  )
}

/** Converts an ApiError below 500 to the error of a line. Returns other errors as they are: the line did not cause them. */
export function refusedAs(field: string, error: unknown): unknown {
  if (!(error instanceof ApiError) || error.status >= 500) return error
  const reasons = error.details?.map(({ message }) => message) ?? [error.message]
  return new LineError(toReason(field, reasons.join('; ')))
}

function toReason(path: string, message: string): string {
  return path ? `${path}: ${message}` : message
}
