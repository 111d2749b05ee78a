import { randomBytes } from 'node:crypto'
import type { GatewayResponse } from '../gateway/to-response.ts'
import type { RequestEntry, RunEntry } from './entries.ts'

/** What the console needs to know of the event that a function is handed. */
interface EventDescription {
  /** The gateway's, when a request caused it. */
  readonly requestId?: string
  /** What caused it, when no request did. */
  readonly source?: RunEntry['source']
  /** How many records it hands over. */
  readonly records: number
  /** The root of its trace: the client's own, or a new one. */
  readonly root: string
}

interface AnyEvent {
  readonly requestContext?: { readonly requestId?: string }
  readonly headers?: Readonly<Record<string, string>>
  readonly Records?: readonly { readonly eventSource?: string }[]
}

const ROOT = /Root=(1-[0-9a-f]{8}-[0-9a-f]{24})/
// In the first bytes of an error's body, as both envelopes have it.
const ERROR = /"error":\{"(?:code|status)":(\d+),"message":"((?:[^"\\]|\\.)*)"/
const ERROR_HEAD = 1000

/** Reads what caused an event. Nothing of its content. */
export function describeEvent(event: unknown): EventDescription {
  const { requestContext, headers, Records } = event as AnyEvent
  const [, root = newRoot()] = ROOT.exec(headers?.['x-amzn-trace-id'] ?? '') ?? []
  if (requestContext) return { requestId: requestContext.requestId ?? '', records: 0, root }
  if (!Records) return { source: 'schedule', records: 0, root }
  const source = Records[0]?.eventSource === 'aws:sqs' ? 'queue' : 'stream'
  return { source, records: Records.length, root }
}

/** How many records a function says it failed on. */
export function failuresIn(answer: unknown): number {
  const failures = (answer as { batchItemFailures?: unknown } | null)?.batchItemFailures
  return Array.isArray(failures) ? failures.length : 0
}

/** The code and the message of an answer's error, in either envelope. */
export function readError({ body }: GatewayResponse): Pick<RequestEntry, 'code' | 'message'> {
  const [, code, message = ''] = ERROR.exec(body.toString('utf8', 0, ERROR_HEAD)) ?? []
  return code === undefined ? {} : { code: Number(code), message: JSON.parse(`"${message}"`) }
}

function newRoot(): string {
  const seconds = Math.floor(Date.now() / 1000).toString(16)
  return `1-${seconds}-${randomBytes(12).toString('hex')}`
}
