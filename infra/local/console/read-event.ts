import { randomBytes } from 'node:crypto'
import type { RunEntry } from './entries.ts'

/** The cause and the size of an event. */
interface EventDescription {
  /** The id of the request that caused the event. */
  readonly requestId?: string
  /** The cause, when it was not a request. */
  readonly source?: RunEntry['source']
  /** The number of records in the event. */
  readonly records: number
  /** The trace's root: from the client's header, or new. */
  readonly root: string
}

interface AnyEvent {
  readonly requestContext?: { readonly requestId?: string }
  readonly headers?: Readonly<Record<string, string>>
  readonly Records?: readonly { readonly eventSource?: string }[]
}

const ROOT = /Root=(1-[0-9a-f]{8}-[0-9a-f]{24})/

/** Reads the cause of an event, and nothing of its content. */
export function describeEvent(event: unknown): EventDescription {
  const { requestContext, headers, Records } = event as AnyEvent
  const [, root = newRoot()] = ROOT.exec(headers?.['x-amzn-trace-id'] ?? '') ?? []
  if (requestContext) return { requestId: requestContext.requestId ?? '', records: 0, root }
  if (!Records) return { source: 'schedule', records: 0, root }
  const source = Records[0]?.eventSource === 'aws:sqs' ? 'queue' : 'stream'
  return { source, records: Records.length, root }
}

/** Returns how many records a function reports as failed. */
export function countFailures(result: unknown): number {
  const failures = (result as { batchItemFailures?: unknown } | null)?.batchItemFailures
  return Array.isArray(failures) ? failures.length : 0
}

function newRoot(): string {
  const seconds = Math.floor(Date.now() / 1000).toString(16)
  return `1-${seconds}-${randomBytes(12).toString('hex')}`
}
