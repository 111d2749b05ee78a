import { requireBaseUrl } from './base-url.ts'
import { isApiError, PlaintextResponseError, toResponseInfo } from './errors.ts'
import { exchange, type HttpRequest, type HttpResponse, type Send } from './exchange.ts'
import { isPortalRoute, type OpenedResponse, openResponse } from './open-response.ts'
import type { UploadOptions, UserApiOptions } from './options.ts'
import { isPublic } from './public-routes.ts'
import type { Recover } from './recover.ts'
import { withRetries } from './retry.ts'
import { retryPolicyOf } from './retryable-routes.ts'
import type { BodyOf, DataOf, QueryOf, RouteKey } from './routes.ts'
import { requireFetch, sendByFetch } from './send-by-fetch.ts'
import { hasXhr, sendByXhr } from './send-by-xhr.ts'
import { toRequest, withDeviceTime } from './to-request.ts'

// API Gateway ends every request after 30 s.
const TIMEOUT_MS = 30_000
// Enough for 4 MiB, the largest picture, at 300 kbit/s.
const UPLOAD_TIMEOUT_MS = 120_000

/** One call of a route. */
interface Call<K extends RouteKey> extends UploadOptions {
  readonly query?: QueryOf<K>
  readonly body?: BodyOf<K> | FormData | undefined
}

/** A response with its envelope. */
interface Received {
  readonly routeKey: RouteKey
  readonly response: HttpResponse
  /** The token of the request, because another login may have replaced it meanwhile. */
  readonly token: string | undefined
  /** Whether the API may have carried out an earlier attempt of the same request. */
  readonly followsUncertainAttempt: boolean
}

/** Sends requests with the current token, retries them if that is safe, and removes the responses' envelope. */
export class Connection {
  readonly #options: UserApiOptions
  readonly #currentToken: () => string | undefined
  readonly #sendByFetch: Send

  constructor(options: UserApiOptions, currentToken: () => string | undefined) {
    requireBaseUrl(options.baseUrl)
    this.#options = options
    this.#currentToken = currentToken
    this.#sendByFetch = sendByFetch(options.fetch)
  }

  /** Calls a route and returns its data. If an earlier attempt may have succeeded, an error goes to `recover` first. */
  async data<K extends RouteKey>(
    routeKey: K,
    call: Call<K> = {},
    recover: Recover<DataOf<K>> = () => undefined,
  ): Promise<DataOf<K>> {
    const received = await this.#receive(routeKey, call)
    try {
      return (await this.#open(received)).data as DataOf<K>
    } catch (error) {
      const mayRecover = received.followsUncertainAttempt && isApiError(error)
      const recovered = mayRecover && (await recover(error))
      if (recovered) return recovered
      throw error
    }
  }

  /** Calls a route and returns its response without the envelope. @throws the errors of `openResponse`. */
  async open<K extends RouteKey>(routeKey: K, call: Call<K>): Promise<OpenedResponse> {
    return await this.#open(await this.#receive(routeKey, call))
  }

  async #receive<K extends RouteKey>(routeKey: K, call: Call<K>): Promise<Received> {
    requireFetch(this.#options.fetch)
    // Before the request has an effect: its response would be refused.
    if (this.#options.requireEncryption && isPortalRoute(routeKey)) {
      throw new TypeError(
        'The portal’s routes are never encrypted: use a client without requireEncryption',
      )
    }
    const token = this.#currentToken()
    const { baseUrl } = this.#options
    const sentToken = isPublic(routeKey) ? undefined : token
    const request = toRequest(routeKey, { ...call, baseUrl, token: sentToken })
    const fallback = request.body instanceof FormData ? UPLOAD_TIMEOUT_MS : TIMEOUT_MS
    const timeoutMs = call.timeoutMs ?? this.#options.timeoutMs ?? fallback
    const { signal } = call
    const send = this.#senderFor(call)
    const attempt = () => exchange(withDeviceTime(request), send, { timeoutMs, signal })
    const retried = await withRetries(attempt, retryPolicyOf(routeKey), this.#options, signal)
    return { routeKey, token, ...retried }
  }

  /** XMLHttpRequest where upload progress is wanted and the app has not replaced `fetch`. */
  #senderFor({ onProgress }: UploadOptions): Send {
    if (!onProgress || this.#options.fetch || !hasXhr()) return this.#sendByFetch
    return (request: HttpRequest, signal) => sendByXhr(request, signal, onProgress)
  }

  async #open({ routeKey, response, token }: Received): Promise<OpenedResponse> {
    const opened = await openResponse(routeKey, response, token)
    const mustBeEncrypted = this.#options.requireEncryption && !isPublic(routeKey)
    if (mustBeEncrypted && !opened.wasEncrypted) {
      throw new PlaintextResponseError(toResponseInfo(response))
    }
    return opened
  }
}
