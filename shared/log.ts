import type { ApiError } from './errors.ts'

interface AwsError extends Error {
  $metadata?: { httpStatusCode?: number; requestId?: string; attempts?: number }
}

/**
 * Logs that a request failed on our side. Of what was thrown only the name and the stack's frames
 * are told, the name of its cause, and AWS's own words; other messages may quote a body.
 */
export function logError(requestId: string, answered: ApiError, thrown: unknown): void {
  write('ERROR', { requestId, code: answered.code, ...toFields(thrown) })
}

/** Logs that a worker failed on one record, given by the id that its source has for it. */
export function logWorkerError(recordId: string, thrown: unknown): void {
  write('ERROR', { recordId, ...toFields(thrown) })
}

/** Logs that something failed which the client need not know of, e.g. `remove a picture`. */
export function logNeglected(what: string, thrown: unknown): void {
  write('WARN', { failedTo: what, ...toFields(thrown) })
}

/** Logs which parts of a message are wrong; never what it says. */
export function logMalformedMessage(
  messageId: string,
  issues: readonly { path: readonly PropertyKey[] }[],
): void {
  write('ERROR', { messageId, malformed: issues.map(({ path }) => path.join('.')) })
}

/** Logs by how many ms the device's clock is ahead of ours. */
export function logDeviceClock(requestId: string, skewMs: number): void {
  write('INFO', { requestId, deviceClockSkewMs: skewMs })
}

function toFields(thrown: unknown): Record<string, unknown> {
  const error = thrown instanceof Error ? (thrown as AwsError) : undefined
  return {
    error: error?.name ?? typeof thrown,
    cause: error?.cause instanceof Error ? error.cause.name : undefined,
    aws: error?.$metadata && { message: error.message, ...error.$metadata },
    frames: error?.stack?.split('\n').filter((line) => line.startsWith('    at ')),
  }
}

// One line of JSON, whose fields CloudWatch Logs finds by itself.
function write(level: 'INFO' | 'WARN' | 'ERROR', fields: Record<string, unknown>): void {
  process.stdout.write(`${JSON.stringify({ level, ...fields })}\n`)
}
