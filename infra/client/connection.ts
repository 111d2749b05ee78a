import createClient, { type Client } from 'openapi-fetch'
import type { paths } from './api-types.ts'
import { isApiError } from './errors.ts'
import { type Answer, type DataOf, type Opened, openAnswer, type Recover } from './open-answer.ts'
import type { UserApiOptions } from './options.ts'
import { fetchWithRepeats, repeatsOf } from './repeat.ts'

/** Sends requests with the token of the moment, repeats what is safe to, and opens the answers. */
export class Connection {
  readonly http: Client<paths>
  readonly #tokenNow: () => string | undefined
  /** Answers to a repeat of what may have been carried out before. */
  readonly #uncertain = new WeakSet<Response>()

  constructor(
    { baseUrl, fetch: send = (request) => fetch(request), ...options }: UserApiOptions,
    tokenNow: () => string | undefined,
  ) {
    this.#tokenNow = tokenNow
    const routes = new WeakMap<Request, string>()
    this.http = createClient<paths>({
      baseUrl,
      fetch: async (request) => {
        const repeats = repeatsOf(routes.get(request) ?? '')
        const fetched = await fetchWithRepeats(request, send, repeats, options)
        if (fetched.isUncertainRepeat) this.#uncertain.add(fetched.response)
        return fetched.response
      },
    })
    this.http.use({
      onRequest: ({ request, schemaPath }) => {
        const token = tokenNow()
        if (token) request.headers.set('authorization', `Bearer ${token}`)
        routes.set(request, `${request.method} ${schemaPath}`)
      },
    })
  }

  /** The data of an answer; of an error to a repeat, what `recover` makes of it. */
  async data<B>(
    answering: Promise<Answer<B>>,
    recover: Recover<DataOf<B>> = () => undefined,
  ): Promise<DataOf<B>> {
    // The one that it was asked with: another log-in may come between.
    const token = this.#tokenNow()
    const answer = await answering
    try {
      return (await this.open(answer, token)).data as DataOf<B>
    } catch (error) {
      const isRepeat = this.#uncertain.has(answer.response)
      const recovered = isRepeat && isApiError(error) && (await recover(error))
      if (recovered) return recovered
      throw error
    }
  }

  /** An answer without its envelope. @throws what `openAnswer` does. */
  async open(
    answering: Answer<unknown> | Promise<Answer<unknown>>,
    token = this.#tokenNow(),
  ): Promise<Opened> {
    const { data, error, response } = await answering
    return await openAnswer(data ?? error, response, token)
  }
}
