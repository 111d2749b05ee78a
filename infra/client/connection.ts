import createClient, { type Client } from 'openapi-fetch'
import type { paths } from './api-types.ts'
import { isApiError, PlaintextResponseError, toResponseInfo } from './errors.ts'
import { type DataOf, type OpenedResponse, openResponse } from './open-response.ts'
import type { UserApiOptions } from './options.ts'
import { isPublic } from './public-routes.ts'
import type { Recover } from './recover.ts'
import { fetchWithRetries } from './retry.ts'
import { retryPolicyOf } from './retryable-routes.ts'

/** Result of a call to openapi-fetch. */
interface FetchResult<B> {
  data?: B
  error?: unknown
  response: Response
}

/** Sends requests with the current token, retries them if that is safe, and removes the responses' envelope. */
export class Connection {
  readonly http: Client<paths>
  readonly #currentToken: () => string | undefined
  /** Responses to retries whose earlier attempt may already have succeeded. */
  readonly #uncertain = new WeakSet<Response>()
  /** Responses that are refused unless they are encrypted. */
  readonly #mustBeEncrypted = new WeakSet<Response>()

  constructor(
    { baseUrl, fetch: send = (request) => fetch(request), ...options }: UserApiOptions,
    currentToken: () => string | undefined,
  ) {
    this.#currentToken = currentToken
    const routeKeys = new WeakMap<Request, string>()
    this.http = createClient<paths>({
      baseUrl,
      fetch: async (request) => {
        const routeKey = routeKeys.get(request) ?? ''
        const policy = retryPolicyOf(routeKey)
        const fetched = await fetchWithRetries(request, send, policy, options)
        if (fetched.followsUncertainAttempt) this.#uncertain.add(fetched.response)
        if (options.requireEncryption && !isPublic(routeKey)) {
          this.#mustBeEncrypted.add(fetched.response)
        }
        return fetched.response
      },
    })
    this.http.use({
      onRequest: ({ request, schemaPath }) => {
        const routeKey = `${request.method} ${schemaPath}`
        const token = currentToken()
        if (token && !isPublic(routeKey)) request.headers.set('authorization', `Bearer ${token}`)
        routeKeys.set(request, routeKey)
      },
    })
  }

  /** Returns the data of a response. If an earlier attempt may have succeeded, an error goes to `recover` first. */
  async data<B>(
    pending: Promise<FetchResult<B>>,
    recover: Recover<DataOf<B>> = () => undefined,
  ): Promise<DataOf<B>> {
    // The token is read before the response arrives, because another login may replace it meanwhile.
    const token = this.#currentToken()
    const result = await pending
    try {
      return (await this.open(result, token)).data as DataOf<B>
    } catch (error) {
      const isUncertain = this.#uncertain.has(result.response)
      const recovered = isUncertain && isApiError(error) && (await recover(error))
      if (recovered) return recovered
      throw error
    }
  }

  /** Removes a response's envelope. @throws the errors of `openResponse`. */
  async open(
    pending: FetchResult<unknown> | Promise<FetchResult<unknown>>,
    token = this.#currentToken(),
  ): Promise<OpenedResponse> {
    const { data, error, response } = await pending
    const opened = await openResponse(data ?? error, response, token)
    if (!opened.wasEncrypted && this.#mustBeEncrypted.has(response)) {
      throw new PlaintextResponseError(toResponseInfo(response))
    }
    return opened
  }
}
