import type { IncomingHttpHeaders } from 'node:http'
import type { ResponseReport } from '../services/service.ts'
import { bodyText, type Headers } from './body-text.ts'
import { maskBody, maskHeaders, maskQuery } from './mask-secrets.ts'

/** A request and its response in full, as a console shows them when a request is opened. */
export interface ShownRequest {
  readonly method: string
  /** Path and query. */
  readonly url: string
  readonly headers: Headers
  readonly body: string
  readonly response: { readonly headers: Headers; readonly body: string }
  /** Each error that was thrown, with its mapped stack. */
  readonly thrown: readonly string[]
}

interface Recorded {
  body: Buffer
  readonly thrown: string[]
  report?: ResponseReport
}

/** The parts of a function's event that have the request's body. */
interface BodyEvent {
  readonly body?: string
  readonly isBase64Encoded?: boolean
}

const MAX_REQUESTS = 200
/** Larger bodies are cut. */
const MAX_BODY_BYTES = 20_000

/**
 * Keeps headers, bodies and errors of the last requests, by request id. They are not in the events of the
 * console, since they contain secrets: a page reads those of one request.
 */
export class RequestDetails {
  readonly #isSecret: RegExp
  readonly #requests = new Map<string, Recorded>()

  /** @param isSecret matches the names of fields and query parameters whose values are masked. */
  constructor(isSecret: RegExp) {
    this.#isSecret = isSecret
  }

  addEvent(requestId: string, event: unknown): void {
    const { body = '', isBase64Encoded = false } = event as BodyEvent
    const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8')
    this.#at(requestId).body = Buffer.from(bytes.subarray(0, MAX_BODY_BYTES))
  }

  addThrown(requestId: string, text: string): void {
    this.#at(requestId).thrown.push(text)
  }

  addResponse(report: ResponseReport): void {
    this.#at(report.requestId).report = report
  }

  /** Returns undefined when the request is too old, or has no response yet. */
  read(requestId: string, withSecrets: boolean): ShownRequest | undefined {
    const { body = Buffer.alloc(0), thrown = [], report } = this.#requests.get(requestId) ?? {}
    if (!report) return undefined
    const { request, response } = report
    const isSecret = withSecrets ? undefined : this.#isSecret
    const headers = toHeaders(request.headers)
    const responseHeaders = toHeaders(response.headers)
    const responseBody = response.body.subarray(0, MAX_BODY_BYTES)
    return {
      method: request.method ?? '',
      url: maskQuery(request.url ?? '', isSecret),
      headers: maskHeaders(headers, isSecret),
      body: maskBody(bodyText(body, headers), isSecret),
      response: {
        headers: maskHeaders(responseHeaders, isSecret),
        body: maskBody(bodyText(responseBody, responseHeaders), isSecret),
      },
      thrown,
    }
  }

  #at(requestId: string): Recorded {
    const known = this.#requests.get(requestId)
    if (known) return known
    const [oldest = ''] = this.#requests.keys()
    if (this.#requests.size >= MAX_REQUESTS) this.#requests.delete(oldest)
    const added: Recorded = { body: Buffer.alloc(0), thrown: [] }
    this.#requests.set(requestId, added)
    return added
  }
}

function toHeaders(headers: IncomingHttpHeaders): Headers {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')]),
  )
}
