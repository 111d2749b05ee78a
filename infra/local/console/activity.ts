import { randomBytes } from 'node:crypto'
import type { CallReport } from '../aws-endpoint/aws-endpoint.ts'
import type { Invoke } from '../functions/start-functions.ts'
import type { AnswerReport } from '../gateway/gateway.ts'
import type { InboxMessage } from '../sms-inbox.ts'
import type {
  CallEntry,
  ColdStartEntry,
  InvocationEntry,
  RequestEntry,
  RunEntry,
} from './entries.ts'
import type { Names } from './names.ts'
import { describeEvent, failuresIn, readError } from './read-event.ts'

/** Something that has happened, by the name of what it is. */
export type ActivityEvent =
  | { readonly type: 'request'; readonly entry: RequestEntry }
  | { readonly type: 'run'; readonly entry: RunEntry }
  | { readonly type: 'cold-start'; readonly entry: ColdStartEntry }
  | { readonly type: 'sms'; readonly entry: InboxMessage }
  | { readonly type: 'flag'; readonly entry: { readonly name: string; readonly isOn: boolean } }

interface Invocation extends InvocationEntry {
  readonly startedAt: number
}

const MAX_ENTRIES = 200
const MAX_CALLS = 50
const MAX_PATH = 200

/**
 * What happens in the local stack, for the console: the last 200 requests and runs with the AWS
 * calls of each, and the last cold start of each function.
 */
export class Activity {
  readonly #requests: RequestEntry[] = []
  readonly #runs: RunEntry[] = []
  readonly #coldStarts = new Map<string, ColdStartEntry>()
  /** By trace id: those under way. */
  readonly #invocations = new Map<string, Invocation>()
  /** By request id: those whose request is not answered yet. */
  readonly #ofRequests = new Map<string, Invocation>()
  readonly #listeners = new Set<(event: ActivityEvent) => void>()
  #names: Names | undefined

  /** Tells what things are called; until then they have no names. */
  name(names: Names): void {
    this.#names = names
  }

  /** What there is, the newest first. */
  snapshot() {
    return {
      requests: this.#requests.toReversed(),
      runs: this.#runs.toReversed(),
      coldStarts: [...this.#coldStarts.values()],
    }
  }

  /** Tells a listener of everything from now on. Answers how it unsubscribes. */
  subscribe(listener: (event: ActivityEvent) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Tells the listeners. */
  tell(event: ActivityEvent): void {
    for (const listener of this.#listeners) listener(event)
  }

  /** The same `invoke`, recorded: each invocation has a trace id that its calls carry. */
  recording(invoke: Invoke): Invoke {
    return async (functionName, event) => {
      const { requestId, root, source, records } = describeEvent(event)
      const traceId = `Root=${root};Parent=${randomBytes(8).toString('hex')};Sampled=0`
      const name = this.#names?.functionOf(functionName) ?? functionName
      const startedAt = performance.now()
      const invocation: Invocation = { function: name, calls: [], moreCalls: 0, startedAt }
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
        const answer = await invoke(functionName, event, traceId)
        finish(true, failuresIn(answer))
        return answer
      } catch (error) {
        finish(false, records)
        throw error
      }
    }
  }

  /** A call to AWS; those that no invocation made are the stack's own, and not listed. */
  addCall(report: CallReport): void {
    const invocation = this.#invocations.get(report.traceId ?? '')
    if (!invocation) return
    if (invocation.calls.length >= MAX_CALLS) invocation.moreCalls += 1
    else invocation.calls.push(this.#toCall(report, invocation))
  }

  addColdStart(functionName: string, milliseconds: number, traceId: string): void {
    const invocation = this.#invocations.get(traceId)
    if (invocation) invocation.coldStartMs = milliseconds
    const name = this.#names?.functionOf(functionName) ?? functionName
    const entry = { function: name, at: Date.now(), milliseconds }
    this.#coldStarts.set(name, entry)
    this.tell({ type: 'cold-start', entry })
  }

  addAnswer({ requestId, request, reply, milliseconds }: AnswerReport): void {
    const invocation = this.#ofRequests.get(requestId)
    this.#ofRequests.delete(requestId)
    const [path = ''] = (request.url ?? '').split('?')
    const entry: RequestEntry = {
      id: requestId,
      at: Date.now() - milliseconds,
      method: request.method ?? '',
      path: path.slice(0, MAX_PATH),
      status: reply.statusCode,
      milliseconds,
      ...readError(reply),
      ...(invocation && toEntry(invocation)),
    }
    this.#add(this.#requests, { type: 'request', entry })
  }

  #add<E extends ActivityEvent>(entries: E['entry'][], event: E): void {
    entries.push(event.entry)
    if (entries.length > MAX_ENTRIES) entries.shift()
    this.tell(event)
  }

  #toCall(report: CallReport, { startedAt }: Invocation): CallEntry {
    const { service = '', operation = '', milliseconds, allowed, statusCode } = report
    const units = report.consumedCapacity
    return {
      service,
      operation,
      targets: this.#names?.targetsOf(report) ?? [],
      ...(units !== undefined && { units }),
      afterMs: Math.max(0, performance.now() - startedAt - milliseconds),
      milliseconds,
      allowed,
      status: statusCode,
    }
  }
}

function toEntry({ startedAt: _, ...entry }: Invocation): InvocationEntry {
  return entry
}
