import type { IncomingHttpHeaders } from 'node:http'
import type { ResponseReport } from '../services/service.ts'
import { bodyText, type Headers, isPlaceholder } from './body-text.ts'
import { maskBody, maskHeaders, maskQuery } from './mask-secrets.ts'

/** A request and its response in full, as a console shows them when a request is opened. */
export interface ShownRequest {
  readonly method: string
  /** Path and query. */
  readonly url: string
  readonly headers: Headers
  readonly body: string
  /** Whether `body` is all that was sent: not a placeholder, and not cut. */
  readonly hasWholeBody: boolean
  readonly response: { readonly headers: Headers; readonly body: string }
  /** Each error that was thrown, with its mapped stack. */
  readonly thrown: readonly string[]
}

interface Recorded {
  body: Buffer
  isBodyCut: boolean
  readonly thrown: string[]
  exchange?: Exchange
}

/** Copied, so that no connection or large body stays in memory. */
interface Exchange {
  readonly method: string
  readonly url: string
  readonly headers: Headers
  readonly response: { readonly headers: Headers; readonly body: Buffer }
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
 * console, because they contain secrets: a page reads them for one request.
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
    const recorded = this.#at(requestId)
    recorded.body = Buffer.from(bytes.subarray(0, MAX_BODY_BYTES))
    recorded.isBodyCut = bytes.length > MAX_BODY_BYTES
  }

  addThrown(requestId: string, text: string): void {
    this.#at(requestId).thrown.push(text)
  }

  addResponse({ requestId, request, response }: ResponseReport): void {
    this.#at(requestId).exchange = {
      method: request.method ?? '',
      url: request.url ?? '',
      headers: toHeaders(request.headers),
      response: {
        headers: response.headers,
        body: Buffer.from(response.body.subarray(0, MAX_BODY_BYTES)),
      },
    }
  }

  /** Returns undefined when the request is too old, or has no response yet. */
  read(requestId: string, withSecrets: boolean): ShownRequest | undefined {
    const recorded = this.#requests.get(requestId)
    if (!recorded?.exchange) return undefined
    const { isBodyCut, thrown, exchange } = recorded
    const { method, url, headers, response } = exchange
    const isSecret = withSecrets ? undefined : this.#isSecret
    const body = maskBody(bodyText(recorded.body, headers), isSecret)
    return {
      method,
      url: maskQuery(url, isSecret),
      headers: maskHeaders(headers, isSecret),
      body,
      hasWholeBody: !isBodyCut && !isPlaceholder(body),
      response: {
        headers: maskHeaders(response.headers, isSecret),
        body: maskBody(bodyText(response.body, response.headers), isSecret),
      },
      thrown,
    }
  }

  #at(requestId: string): Recorded {
    const known = this.#requests.get(requestId)
    if (known) return known
    const [oldest = ''] = this.#requests.keys()
    if (this.#requests.size >= MAX_REQUESTS) this.#requests.delete(oldest)
    const added: Recorded = { body: Buffer.alloc(0), isBodyCut: false, thrown: [] }
    this.#requests.set(requestId, added)
    return added
  }
}

function toHeaders(headers: IncomingHttpHeaders): Headers {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')]),
  )
}
