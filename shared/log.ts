import { serviceName } from './config.ts'
import type { ApiError } from './errors.ts'
import { invocationFields } from './invocation.ts'

interface AwsError extends Error {
  $metadata?: { httpStatusCode?: number; requestId?: string; attempts?: number }
}

type Level = 'INFO' | 'WARN' | 'ERROR'

/**
 * Logs that a request failed on our side, with the name and stack frames of the thrown error and the name of
 * its cause. Logs an error's message only for AWS errors, because other messages may quote the request body.
 * `requestId` is API Gateway's.
 */
export function logError(requestId: string, { code }: ApiError, thrown: unknown): void {
  write('ERROR', 'Request failed', { correlation_id: requestId, code, ...toFields(thrown) })
}

/** The route of a request, and the client's network: an IPv4 address or an IPv6 /64. */
interface RequestSource {
  readonly route: string
  readonly network: string
}

/**
 * Logs that a request was refused, and the client's network, because the access log has only CloudFront's
 * address. Logs nothing else of the request or the user.
 */
export function logRefusal(
  requestId: string,
  { code, status }: ApiError,
  { route, network }: RequestSource,
): void {
  const fields = { correlation_id: requestId, code, status, route, client_network: network }
  write('INFO', 'Request refused', fields)
}

/** Logs that a request was accepted, with the same fields as `logRefusal`, except code and status. */
export function logAcceptance(requestId: string, { route, network }: RequestSource): void {
  write('INFO', 'Request accepted', { correlation_id: requestId, route, client_network: network })
}

/** Logs that a worker failed on one record. `recordId` is the id in its queue or stream. */
export function logWorkerError(recordId: string, thrown: unknown): void {
  write('ERROR', 'Record failed', { record_id: recordId, ...toFields(thrown) })
}

/** Logs a failure that does not affect the response. `task` completes "Failed to", e.g. `remove a picture`. */
export function logNeglected(task: string, thrown: unknown): void {
  write('WARN', `Failed to ${task}`, toFields(thrown))
}

/** Logs the names of a message's invalid fields, but not their values. An empty name means the whole message. */
export function logMalformedMessage(messageId: string, malformed: readonly string[]): void {
  write('ERROR', 'Malformed message', { record_id: messageId, malformed })
}

/** Logs by how many ms the device's clock is ahead of ours. Negative when it is behind. */
export function logDeviceClock(requestId: string, skewMs: number): void {
  write('INFO', 'Device clock', { correlation_id: requestId, device_clock_skew_ms: skewMs })
}

const PHONE = /\+\d{7,15}/g

function toFields(thrown: unknown): Record<string, unknown> {
  const error = thrown instanceof Error ? (thrown as AwsError) : undefined
  const frames = error?.stack?.split('\n').filter((line) => line.startsWith('    at '))
  return {
    error: {
      name: error?.name ?? typeof thrown,
      // SNS quotes the phone number that it refuses.
      message: error?.$metadata && error.message.replaceAll(PHONE, '+…'),
      stack: frames?.join('\n'),
      cause: error?.cause instanceof Error ? { name: error.cause.name } : undefined,
    },
    aws: error?.$metadata,
  }
}

// Writes one line of JSON, so that CloudWatch Logs discovers the fields. The fields are named as in Powertools
// for AWS, so that queries written for Powertools work here too.
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
