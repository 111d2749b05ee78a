import { randomBytes } from 'node:crypto'
import type { CallReport } from '../endpoint/aws-endpoint.ts'
import type { Invoke, ResponseReport } from '../services/service.ts'
import type { ConsoleOptions } from './console-options.ts'
import type {
  CallEntry,
  ColdStartEntry,
  InvocationEntry,
  RequestEntry,
  RunEntry,
} from './entries.ts'
import type { Labels } from './labels.ts'
import { countFailures, describeEvent } from './read-event.ts'
import type { RequestDetails } from './request-details.ts'

/** Something that happened in the local stack, as it is sent to the open consoles. */
export type ActivityEvent =
  | { readonly type: 'request'; readonly entry: RequestEntry }
  | { readonly type: 'run'; readonly entry: RunEntry }
  | { readonly type: 'cold-start'; readonly entry: ColdStartEntry }

/** How activity is presented. */
export interface ActivityOptions extends Pick<ConsoleOptions, 'readError' | 'isAsset'> {
  readonly labels: Labels
  readonly details: RequestDetails
  /** Sends an event to the open consoles. */
  readonly publish: (type: ActivityEvent['type'], entry: ActivityEvent['entry']) => void
}

interface Invocation extends InvocationEntry {
  readonly requestId?: string
  readonly startedAt: number
}

const MAX_ENTRIES = 200
const MAX_CALLS = 50
const MAX_PATH = 200
/** How many bytes of a response body are searched for an error. */
const MAX_ERROR_BYTES = 1000

/**
 * Records what happens in the local stack: the last 200 requests and runs with the AWS calls of each,
 * and the last cold start of each function.
 */
export class Activity {
  #options: ActivityOptions
  readonly #requests: RequestEntry[] = []
  readonly #runs: RunEntry[] = []
  readonly #coldStarts = new Map<string, ColdStartEntry>()
  /** Running invocations by trace id. */
  readonly #invocations = new Map<string, Invocation>()
  /** Invocations by request id, removed when the response is recorded. */
  readonly #ofRequests = new Map<string, Invocation>()

  constructor(options: ActivityOptions) {
    this.#options = options
  }

  /** Replaces the labels of later entries. */
  relabel(labels: Labels): void {
    this.#options = { ...this.#options, labels }
  }

  /** Returns all entries, the newest first. */
  snapshot() {
    return {
      requests: this.#requests.toReversed(),
      runs: this.#runs.toReversed(),
      coldStarts: [...this.#coldStarts.values()],
    }
  }

  /** Wraps `invoke` to record invocations. Each gets a trace id, which its AWS calls send as a header. */
  record(invoke: Invoke): Invoke {
    return async (functionName, event) => {
      const { requestId, root, source, records } = describeEvent(event)
      const traceId = `Root=${root};Parent=${randomBytes(8).toString('hex')};Sampled=0`
      const label = this.#options.labels.functionOf(functionName)
      const startedAt = performance.now()
      const invocation = { function: label, calls: [], moreCalls: 0, startedAt, requestId }
      if (requestId) this.#options.details.addEvent(requestId, event)
      this.#invocations.set(traceId, invocation)
      if (requestId) this.#ofRequests.set(requestId, invocation)
      const at = Date.now()
      const finish = (returned: boolean, failed: number) => {
        this.#invocations.delete(traceId)
        if (!source) return
        const milliseconds = performance.now() - startedAt
        const id = traceId
        const entry = { id, at, source, records, failed, returned, milliseconds }
        this.#add(this.#runs, { type: 'run', entry: { ...toEntry(invocation), ...entry } })
      }
      try {
        const result = await invoke(functionName, event, traceId)
        finish(true, countFailures(result))
        return result
      } catch (error) {
        finish(false, records)
        throw error
      }
    }
  }

  /** Adds an AWS call to its invocation. Does not list calls of the stack itself, which have no invocation. */
  addCall(report: CallReport): void {
    const invocation = this.#invocations.get(report.traceId ?? '')
    if (!invocation) return
    if (invocation.calls.length >= MAX_CALLS) invocation.moreCalls += 1
    else invocation.calls.push(this.#toCall(report, invocation))
  }

  addColdStart(functionName: string, milliseconds: number, traceId: string): void {
    const invocation = this.#invocations.get(traceId)
    if (invocation) invocation.coldStartMs = milliseconds
    const label = this.#options.labels.functionOf(functionName)
    const entry = { function: label, at: Date.now(), milliseconds }
    this.#coldStarts.set(label, entry)
    this.#options.publish('cold-start', entry)
  }

  /** Adds an error that a function has thrown, as text, to its request. Those of workers are in the log. */
  addThrown(traceId: string, text: string): void {
    const { requestId } = this.#invocations.get(traceId) ?? {}
    if (requestId) this.#options.details.addThrown(requestId, text)
  }

  addResponse({ requestId, request, response, milliseconds }: ResponseReport): void {
    const invocation = this.#ofRequests.get(requestId)
    this.#ofRequests.delete(requestId)
    this.#options.details.addResponse({ requestId, request, response, milliseconds })
    const [path = ''] = (request.url ?? '').split('?')
    const entry: RequestEntry = {
      id: requestId,
      at: Date.now() - milliseconds,
      method: request.method ?? '',
      path: path.slice(0, MAX_PATH),
      status: response.statusCode,
      milliseconds,
      ...(this.#options.isAsset?.(path) && { isAsset: true }),
      ...this.#options.readError?.(response.body.toString('utf8', 0, MAX_ERROR_BYTES)),
      ...(invocation && toEntry(invocation)),
    }
    this.#add(this.#requests, { type: 'request', entry })
  }

  #add<E extends ActivityEvent>(entries: E['entry'][], event: E): void {
    entries.push(event.entry)
    if (entries.length > MAX_ENTRIES) entries.shift()
    this.#options.publish(event.type, event.entry)
  }

  #toCall(report: CallReport, { startedAt }: Invocation): CallEntry {
    const { service = '', operation = '', milliseconds, allowed, statusCode } = report
    const units = report.consumedCapacity
    return {
      service,
      operation,
      targets: this.#options.labels.targetsOf(report),
      ...(units !== undefined && { units }),
      afterMs: Math.max(0, performance.now() - startedAt - milliseconds),
      milliseconds,
      allowed,
      status: statusCode,
    }
  }
}

function toEntry({ startedAt: _, requestId: __, ...entry }: Invocation): InvocationEntry {
  return entry
}
