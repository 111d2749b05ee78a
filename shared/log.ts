import { serviceName } from './config.ts'
import type { ApiError } from './errors.ts'
import { invocationFields } from './invocation.ts'

interface AwsError extends Error {
  $metadata?: { httpStatusCode?: number; requestId?: string; attempts?: number }
}

type Level = 'INFO' | 'WARN' | 'ERROR'

/**
 * Logs that a request failed on our side, given API Gateway's id of it. Of what was thrown only the
 * name and the stack's frames are told, the name of its cause, and AWS's own words; other messages
 * may quote a body.
 */
export function logError(requestId: string, { code }: ApiError, thrown: unknown): void {
  write('ERROR', 'Request failed', { correlation_id: requestId, code, ...toFields(thrown) })
}

/** Logs that a worker failed on one record, given by the id that its source has for it. */
export function logWorkerError(recordId: string, thrown: unknown): void {
  write('ERROR', 'Record failed', { record_id: recordId, ...toFields(thrown) })
}

/** Logs that something failed which the client need not know of, e.g. `remove a picture`. */
export function logNeglected(what: string, thrown: unknown): void {
  write('WARN', `Failed to ${what}`, toFields(thrown))
}

/** Logs which parts of a message are wrong; never what it says. */
export function logMalformedMessage(
  messageId: string,
  issues: readonly { path: readonly PropertyKey[] }[],
): void {
  const malformed = issues.map(({ path }) => path.join('.'))
  write('ERROR', 'Malformed message', { record_id: messageId, malformed })
}

/** Logs by how many ms the device's clock is ahead of ours. */
export function logDeviceClock(requestId: string, skewMs: number): void {
  write('INFO', 'Device clock', { correlation_id: requestId, device_clock_skew_ms: skewMs })
}

function toFields(thrown: unknown): Record<string, unknown> {
  const error = thrown instanceof Error ? (thrown as AwsError) : undefined
  const frames = error?.stack?.split('\n').filter((line) => line.startsWith('    at '))
  return {
    error: {
      name: error?.name ?? typeof thrown,
      message: error?.$metadata && error.message,
      stack: frames?.join('\n'),
      cause: error?.cause instanceof Error ? { name: error.cause.name } : undefined,
    },
    aws: error?.$metadata,
  }
}

// One line of JSON, whose fields CloudWatch Logs finds by itself. They have the names that Powertools
// for AWS gives them, so that queries written for those find them here.
function write(level: Level, message: string, fields: Record<string, unknown>): void {
  const line = {
    level,
    message,
    timestamp: new Date().toISOString(),
    service: serviceName(),
    ...invocationFields(),
    ...fields,
  }
  process.stdout.write(`${JSON.stringify(line)}\n`)
}
